/** The guide's trouble 1, memory: provoked, found by `juicer analyze`, and cured by each key that is named for it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { runDirOf, runIdOf } from './artefacts.js';
import { seedRecipe, workspace, type CommandResult, type Workspace } from './support.js';
import {
  advice,
  analysed,
  assertCured,
  assertEnded,
  assertNames,
  failureCodes,
  NEEDS_DECISION,
} from './troubleshooting-support.js';

/** A partition of 48 MB and one of 10. */
const [ROWS, LARGE] = [60, 50];
const TEXT = 'a long text  '.repeat(75_000);
const OUT = /ran out of memory/;
/** 192 MiB a thread. */
const SHORT = 'performance: {memory_limit_gb: 0.75, num_workers: 4}';

describe('trouble with memory', () => {
  let w: Workspace;
  before(() => {
    w = workspace();
    w.write('in.jsonl', `${JSON.stringify({ text: TEXT })}\n`.repeat(ROWS));
  });
  after(() => w.remove());

  /** Runs the recipe over partitions of 48 MB, unless the keys give them another size. */
  function run(name: string, ...keys: string[]): Promise<CommandResult> {
    const size = keys.some((key) => key.startsWith('partition_size')) ? [] : [`partition_size: ${LARGE}`];
    const more = [...size, 'max_retries: 0', ...keys].join('\n');
    w.write(
      `${name}.yaml`,
      seedRecipe({ dataset: 'in.jsonl', project: name, more }).replace('out/result', `out/${name}`),
    );
    return w.run(['run', `${name}.yaml`]);
  }

  /** The run came through: every row is accounted for, and nothing ran out of memory. */
  async function assertThrough(result: CommandResult): Promise<void> {
    assertEnded(result, 0);
    const dir = runDirOf(result);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
    assert.deepEqual(failureCodes(dir), []);
    assertCured(await analysed(w, runIdOf(result)), 'memory', OUT);
  }

  it('ends the attempt with E_MEMORY, not the worker, and the hint names what needs less', async () => {
    const result = await run('short', SHORT);
    assertEnded(result, NEEDS_DECISION);
    assert.match(result.stderr, /^warning: a partition of \d+ MiB takes about \d+ MiB of memory/m);
    assert.deepEqual([...new Set(failureCodes(runDirOf(result)))], ['E_MEMORY']);
    const hint = advice(await analysed(w, runIdOf(result)), 'memory', OUT);
    assert.match(hint.evidence.join('\n'), /^\d attempts? ended with E_MEMORY$/m);
    assertNames(hint, 'partition_size', 'performance.num_workers', 'performance.memory_limit_gb');
  });

  it('is cured by a smaller partition_size', async () => {
    const small = await run('small', 'partition_size: 5', SHORT);
    await assertThrough(small);
    assert.doesNotMatch(small.stderr, /^warning: a partition/m);
  });

  it('is cured by a smaller max_partition_size_mb', async () => {
    await assertThrough(await run('bytes', 'max_partition_size_mb: 5', SHORT));
  });

  it('is cured by more memory: a higher memory_limit_gb', async () => {
    await assertThrough(await run('more', 'performance: {memory_limit_gb: 4, num_workers: 4}'));
  });

  it('is cured by fewer threads on the same memory: num_workers', async () => {
    await assertThrough(await run('fewer', 'performance: {memory_limit_gb: 0.75, num_workers: 1}'));
  });
});
