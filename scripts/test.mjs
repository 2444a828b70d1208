// Runs the tests: node scripts/test.mjs [part of a path ...]
// Prints the spec report and, alone on the last line, `N passed, N failed[, N skipped]`. With JUICER_REQUIRE_ALL=1 a
// skipped test is a failure: set where everything that the optional tests need is installed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compile, filesBelow } from './compile.mjs';
import { ROOT, say } from './project.mjs';
import { setUp } from './set-up.mjs';

// These start servers and processes of their own and mostly wait for them: three files at a time, after the rest, of which
// two run at a time.
const WAITING = /^dist\/test\/(e2e|faults)\//;
const FILE_TIMEOUT_MS = 12 * 60 * 1000;

setUp();
compile();
process.exitCode = await runTests(process.argv.slice(2));

async function runTests(filters) {
  const files = chooseFiles(filters);
  if (files.length === 0) {
    say(filters.length === 0 ? 'there are no tests' : `no test file matches ${filters.join(' ')}`);
    return 2;
  }
  const tally = { passed: 0, failed: 0, skipped: [] };
  // What files may make once for all of them.
  process.env.JUICER_TEST_SHARED = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-shared-'));

  const waiting = files.filter((file) => WAITING.test(file));
  if (waiting.length > 0) await fetchServer();
  await runGroup(
    files.filter((file) => !WAITING.test(file)),
    2,
    tally,
  );
  await runGroup(waiting, 3, tally);
  fs.rmSync(process.env.JUICER_TEST_SHARED, { recursive: true });
  return report(tally);
}

// Before the tests: how long they wait for a run has no room for a download.
async function fetchServer() {
  const { findTemporal } = await import('../dist/src/server/program.js');
  await findTemporal({ log: say });
}

// Filters match anywhere in the path, in the source's spelling or the output's.
function chooseFiles(filters) {
  const all = filesBelow(ROOT, ['dist/test'], (name) => name.endsWith('.test.js'));
  if (filters.length === 0) return all;
  const parts = filters.map((filter) => path.normalize(filter).replace(/\.ts$/, '.js'));
  return all.filter((file) => parts.some((part) => file.includes(part)));
}

async function runGroup(files, concurrency, tally) {
  if (files.length === 0) return;
  // Not at the top: an old Node, which set-up refuses with a clear line, has no such exports.
  const { run } = await import('node:test');
  const { spec } = await import('node:test/reporters');
  const tests = run({
    files: files.map((file) => path.join(ROOT, file)),
    concurrency,
    timeout: FILE_TIMEOUT_MS,
  });
  tests.on('test:pass', (event) => count(event, tally));
  tests.on('test:fail', (event) => count(event, tally));
  const printed = tests.compose(new spec());
  for await (const chunk of printed) process.stdout.write(chunk);
}

// A suite is counted by its tests, but counts itself when its own hooks fail.
function count(event, tally) {
  const failed = event.details.error !== undefined && event.todo === undefined;
  if (event.skip !== undefined) tally.skipped.push(`${event.name} (${reason(event.skip)})`);
  else if (failed && isOwnFailure(event)) tally.failed++;
  else if (!failed && event.details.type !== 'suite') tally.passed++;
}

// Node gives true, or an empty text, for a skip without a reason.
function reason(skip) {
  return typeof skip === 'string' && skip !== '' ? skip : 'no reason given';
}

function isOwnFailure(event) {
  return event.details.error?.failureType !== 'subtestsFailed';
}

function report({ passed, failed, skipped }) {
  const strict = process.env.JUICER_REQUIRE_ALL === '1' && skipped.length > 0;
  if (strict)
    process.stdout.write(`\nskipped, though everything is required here:\n  ${skipped.join('\n  ')}\n`);
  const suffix = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
  process.stdout.write(`\n${passed} passed, ${failed} failed${suffix}\n`);
  return failed > 0 || passed === 0 || strict ? 1 : 0;
}
