/** A command to be killed: connects to the embedded server of a state folder, tells the pids on stdout, and stays. */
import { connectEmbedded } from '../../src/server/embedded.js';
import { embeddedOptions } from './helpers.js';

const server = await connectEmbedded(
  embeddedOptions(process.argv[2] ?? '', process.argv[3] === 'worker', ...process.argv.slice(4)),
);
console.log(JSON.stringify({ ...(await server.pids()), address: server.address }));
