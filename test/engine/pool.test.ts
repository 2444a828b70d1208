/** The threads of a worker: a greedy or stuck job is ended, the pool and the process go on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CutJob } from '../../src/engine/job.js';
import { threadPool, type JobOptions, type ThreadPool } from '../../src/engine/pool.js';
import { JuicerError } from '../../src/model/errors.js';
import { plannedRun, type PlannedRun } from './planned-run.js';

const RECIPE = 'process:\n  - whitespace_normalization_mapper:\n';

function options(more: Partial<JobOptions> = {}): JobOptions {
  const signal = new AbortController().signal;
  return { signal, onBeat: () => undefined, everyMs: 20, stallMs: 60_000, memoryMb: null, ...more };
}

describe('the threads of a worker', () => {
  let pool: ThreadPool;
  let run: PlannedRun;
  before(() => {
    pool = threadPool(1, 512);
    const line = `${JSON.stringify({ text: 'x'.repeat(100_000) })}\n`;
    run = plannedRun(line.repeat(1500), RECIPE);
  });
  after(async () => {
    await pool.close();
    run.remove();
  });

  function cutJob(): CutJob {
    const { dir, plan, partition } = run;
    return { kind: 'cut', dir, plan, partition, token: 'pool', attempt: 1, redoFrom: null };
  }

  it('a job that uses more than its share of memory is ended, and the pool goes on', async () => {
    await assert.rejects(pool.run(cutJob(), options({ memoryMb: 100 })), (error) => {
      assert.ok(error instanceof JuicerError && error.code === 'E_MEMORY', String(error));
      assert.match(error.hint ?? '', /memory_limit_gb/);
      return true;
    });
    const made = await pool.run(cutJob(), options());
    assert.equal(made.ledger.rows_out, 1500);
  });
});
