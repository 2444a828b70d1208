/** A worker whose clock jumps by an hour, back and forth: the result, the order and the durations hold (F20). */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  nothingRuns,
  undisturbed,
} from './support.js';

/** Is loaded before the product's code, in every thread; without it, the dates below would be of one day. */
const JUMPING_CLOCK = `
const RealDate = Date;
const HOUR = 3_600_000;
const began = performance.now();
const now = () => RealDate.now() + (Math.floor((performance.now() - began) / 400) % 3 - 1) * HOUR;
// In the worker only: gRPC's own deadlines, in a client that connects, are times of day.
if (/worker/.test(process.argv[1] ?? '')) globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length === 0 ? [now()] : args)); }
  static now() { return now(); }
};
`;

it('a clock that jumps by an hour changes no byte, no order and makes no duration negative', async () => {
  const w = faultyWorkspace();
  const calm = await undisturbed(w);
  w.write('clock.mjs', JUMPING_CLOCK);
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(w.path('clock.mjs')).href}` };
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'jumping'], env), DONE);
  await assertSound(w, 'jumping', { expectSha256: calm });
  const events = eventsOf(w, 'jumping');
  const durations = events.map((e) => e['duration']).filter((d) => typeof d === 'number');
  assert.ok(durations.length > 0);
  assert.deepEqual(durations.filter((d) => d < 0 || d > 600), []); // prettier-ignore
  const times = events.map((e) => e['timestamp'] as string);
  assert.deepEqual(times, [...times].sort());
  await nothingRuns(w);
  await w.remove();
});
