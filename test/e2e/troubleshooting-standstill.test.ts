/** More of the guide's trouble 4: checkpoints that cost more than the ops, and work that stands still. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, runDirOf, runIdOf } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { until, workspace, type Workspace } from './support.js';
import {
  advice,
  analysed,
  assertCured,
  assertEnded,
  assertNames,
  failureCodes,
  heldRun,
} from './troubleshooting-support.js';

const COSTLY = /checkpoints take more time/;
const STILL = /stood still/;

describe('trouble with slow work', () => {
  const spaces: Workspace[] = [];
  function space(): Workspace {
    const w = workspace();
    w.write('in.jsonl', proseLines());
    spaces.push(w);
    return w;
  }
  after(async () => {
    for (const w of spaces) await w.remove();
  });

  describe('for checkpoints', () => {
    let w: Workspace;
    before(() => (w = space()));

    it('is told with their share of the time, and cured by fewer of them in one pass', async () => {
      w.write('costly.yaml', recipeWith('costly', ''));
      const fault = { point: 'commit.before', match: 'checkpoints/partition_000000/op_001' };
      const { dir, analysis } = await heldRun(w, { project: 'costly', others: 4 }, fault);
      assertNames(advice(analysis, 'slow', COSTLY), 'checkpointing.strategy', 'op_fusion', 'partition_size');
      const keys = 'op_fusion: true\ncheckpointing: {strategy: every_n_ops, n_ops: 3}';
      w.write('fused.yaml', recipeWith('fused', keys));
      const fused = await w.run(['run', 'fused.yaml']);
      assertEnded(fused, 0);
      assert.deepEqual(await checkRun(runDirOf(fused), { expectVerdict: 'done' }), []);
      assert.equal(w.read('out/fused.jsonl'), w.read('out/costly.jsonl'));
      // The file of each partition, then one after each op or one after all.
      assert.deepEqual([saves(dir), saves(runDirOf(fused))], [5 * 4, 5 * 2]);
      assertCured(await analysed(w, runIdOf(fused)), 'slow', COSTLY);
    });
  });

  describe('for an op that stands still', () => {
    let w: Workspace;
    before(() => (w = space()));

    it('is ended with E_STALLED and told, and left alone where JUICER_STALL_MS is longer', async () => {
      w.write('still.yaml', recipeWith('still', 'retry: {initial_interval: 0.1s}'));
      const marker = w.path('held');
      const hold = { point: 'op.start', match: 'partition_3/op_1/', action: 'hold', marker };
      const env = { JUICER_FAULTS: JSON.stringify([hold]) };
      const ended = await w.run(['run', 'still.yaml'], { ...env, JUICER_STALL_MS: '8000' });
      assertEnded(ended, 0);
      assert.deepEqual(failureCodes(runDirOf(ended)), ['E_STALLED']);
      const hint = advice(await analysed(w, runIdOf(ended)), 'slow', STILL);
      assert.match(hint.evidence.join(), /1 attempt ended with E_STALLED, most at text_length_filter/);
      assertNames(hint, `juicer events ${runIdOf(ended)} --type OPERATION_ERROR`, 'JUICER_STALL_MS');
      fs.rmSync(marker);
      w.write('still.yaml', recipeWith('patient', ''));
      const running = w.start(['run', 'still.yaml'], env);
      await until(() => fs.existsSync(marker), 60_000, 'the op to be held');
      fs.writeFileSync(`${marker}.go`, '');
      const result = await running.done;
      assertEnded(result, 0);
      assert.deepEqual(failureCodes(runDirOf(result)), []);
      assertCured(await analysed(w, runIdOf(result)), 'slow', STILL);
    });
  });
});

function saves(dir: string): number {
  return eventsOf(dir).filter((e) => e.event_type === 'CHECKPOINT_SAVE').length;
}
