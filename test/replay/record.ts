/**
 * `npm run record-histories`: records the histories of this release for the replay tests.
 *
 *     npm run record-histories -- [--replace] [SCENARIO...]
 *
 * Refuses to touch histories that stand, unless told to replace them: those of a release are never made again.
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { buildId } from '../../src/server/build-id.js';
import { packageVersion } from '../../src/server/package-version.js';
import { recordedVersions, removeFixtures, writeAbout, writeFixture } from './fixtures.js';
import { record } from './recorder.js';
import { SCENARIOS } from './scenarios.js';

const { values, positionals } = parseArgs({
  options: { replace: { type: 'boolean', default: false } },
  allowPositionals: true,
  strict: true,
});
process.exitCode = await main(positionals, values.replace);

async function main(names: string[], replace: boolean): Promise<number> {
  const version = packageVersion();
  const unknown = names.filter((name) => !SCENARIOS.some((s) => s.name === name));
  if (unknown.length > 0) return refuse(`there is no scenario ${unknown.join(', ')}`);
  if (recordedVersions().includes(version) && !replace)
    return refuse(`histories of ${version} stand already; --replace records them again before its release`);
  for (const scenario of SCENARIOS.filter((s) => names.length === 0 || names.includes(s.name))) {
    const fixtures = await record(scenario);
    removeFixtures(version, (name) => name === scenario.name);
    for (const fixture of fixtures) writeFixture(version, fixture);
    const events = fixtures.reduce((sum, f) => sum + f.events.length, 0);
    process.stderr.write(`${scenario.name}: ${fixtures.length} histories, ${events} events\n`);
  }
  removeFixtures(version, (name) => !SCENARIOS.some((s) => s.name === name));
  const { version: sdk } = createRequire(import.meta.url)('@temporalio/worker/package.json') as {
    version: string;
  };
  writeAbout({ version, build: buildId(), sdk, scenarios: SCENARIOS.map((s) => s.name) });
  return 0;
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}
