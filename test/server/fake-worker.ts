/** A stand-in for the worker: runs until told to end; with the argument `stubborn` it ignores SIGTERM and its stdin. */
if (process.argv[2] === 'stubborn') process.on('SIGTERM', () => undefined);
else process.stdin.once('end', () => process.exit(0)).resume();
console.log(
  JSON.stringify({ address: process.env['TEMPORAL_ADDRESS'], mark: process.env['JUICER_TEST_MARK'] }),
);
setTimeout(() => process.exit(1), 120_000); // a test that failed leaves it to itself
