import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { withMeasured } from '../../src/activities/build-plan.js';
import { probe } from '../../src/engine/probe.js';
import type { ChainCost } from '../../src/model/plan.js';
import { plannedRun } from './planned-run.js';

const CHAIN = `process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 4}
checkpointing: {strategy: auto}
`;

async function measured(lines: string): Promise<{ cost: ChainCost; seen: number[]; left: string[] }> {
  const run = plannedRun(lines, CHAIN);
  try {
    const { plan, partition, dir } = run;
    const before = fs.readdirSync(dir);
    const seen: number[] = [];
    const job = { kind: 'probe' as const, dir, token: 'test', attempt: 1, plan, partition };
    const cost = await probe(job, (_, op) => seen.push(op));
    return { cost, seen: [...new Set(seen)], left: fs.readdirSync(dir).filter((f) => !before.includes(f)) };
  } finally {
    run.remove();
  }
}

const line = (text: string): string => `${JSON.stringify({ text })}\n`;

test('every op and the codec are measured on the first rows, and nothing is written', async () => {
  const { cost, seen, left } = await measured(line('some text').repeat(100));
  assert.equal(cost.ops.length, 2);
  for (const seconds of [...cost.ops, cost.codec]) assert.ok(Number.isFinite(seconds) && seconds > 0);
  assert.deepEqual(seen, [0, 1]);
  assert.deepEqual(left, []);
});

test('a sample is at most 2000 rows and a MiB, whole lines, and the first line however long it is', async () => {
  const sampleOf = async (lines: string): Promise<ChainCost['sample']> => (await measured(lines)).cost.sample;
  assert.deepEqual(await sampleOf(line('x').repeat(3000)), { rows: 2000, bytes: 2000 * line('x').length });
  const big = line('y'.repeat(300_000));
  assert.deepEqual(await sampleOf(big.repeat(5)), { rows: 3, bytes: 3 * big.length });
  const huge = line('z'.repeat(2 ** 21));
  assert.deepEqual(await sampleOf(huge), { rows: 1, bytes: huge.length });
  assert.deepEqual(await sampleOf(line('first') + line('last').trimEnd()), { rows: 2, bytes: 32 });
});

test('lines that are no rows do not spoil the measure', async () => {
  const { cost } = await measured(`not json\n${line('a text')}`);
  assert.equal(cost.sample.rows, 1);
});

test('a plan is cut anew by what was measured and keeps the measure', () => {
  const run = plannedRun(line('x'), CHAIN);
  run.remove();
  const places = (ops: number[]): number[] =>
    withMeasured(run.plan, { sample: { rows: 1, bytes: 1 }, ops, codec: 1 }).segments.map((s) => s.to);
  assert.deepEqual(places([9, 0]), [0, 1]);
  assert.deepEqual(places([0, 9]), [1]);
  const cost = { sample: { rows: 1, bytes: 1 }, ops: [0, 9], codec: 1 };
  assert.deepEqual(withMeasured(run.plan, cost).checkpoints.measured, cost);
});
