/** What a person sees of a run in Temporal's Web UI, in a real browser, while one op is retried and another one works. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { seedRecipe, type RunningCommand, type Workspace } from '../e2e/support.js';
import { faultyWorkspace, PARTITION_ROWS, release, struck, withFaults } from '../faults/support.js';
import { withoutBrowser } from './browser.js';
import { WebUi } from './web-ui-pages.js';

const ID = 'corpus-en';
const OPS = ['whitespace_normalization_mapper', 'text_length_filter', 'language_id_score_filter'];
/** Partition 5 fails at an op and waits for its next attempt, partition 2 is held within one. */
const FAULTS = [
  { name: 'fails', point: 'op.start', match: 'partition_5/op_1/', action: 'throw' as const },
  { name: 'held', point: 'op.start', match: 'partition_2/op_2/', action: 'hold' as const },
];

describe('the Web UI on a run that goes on', { skip: withoutBrowser }, () => {
  let ws: Workspace;
  let run: RunningCommand;
  let ui: WebUi;

  before(async () => {
    ws = faultyWorkspace();
    const more = `partition_size: ${PARTITION_ROWS}\nretry: {initial_interval: 10m, maximum_interval: 10m}`;
    ws.write('recipe.yaml', seedRecipe({ dataset: 'in.jsonl', project: 'corpus', more }));
    run = ws.start(['run', 'recipe.yaml', '--id', ID], withFaults(ws, FAULTS));
    await struck(ws, 'fails', 'held');
    const { ports } = JSON.parse(ws.read('.juicer/server.json')) as { ports: { ui: number } };
    ui = await WebUi.open({ origin: `http://127.0.0.1:${ports.ui}`, folder: ws.dir });
  });
  after(async () => {
    await ui.close();
    await ws.run(['cancel', ID]);
    release(ws, 'held');
    await run.done;
    await ws.remove();
  });

  it('lists runs by our search attributes, and only those that fit', async () => {
    await ui.list('`JuicerProject`="corpus" AND `JuicerStatus`="running"');
    await ui.shows('1 Workflow', ID, 'processDataset');
    await ui.picture('web-ui-list');
    await ui.list('`JuicerProject`="another"');
    await ui.shows('0 Workflows');
    assert.ok(!(await ui.text()).includes(ID));
  });

  it('tells on the page of the run what it is and how far it is', async () => {
    await ui.workflow(ID, 'user-metadata');
    await ui.shows('corpus: result.jsonl', `work directory: ${ws.path(`outputs/corpus/${ID}`)}`);
    await ui.shows('status: running', 'partitions: 10 of 12 done, 2 open', OPS.join(' → '));
    await ui.picture('web-ui-run');
  });

  it('names the ops on the page of a partition, with rows and the attempt', async () => {
    await ui.workflow(`${ID}/p000005`);
    await ui.shows(`applySegment • p5 · ${OPS[0]} ·`, `Attempt 2 / 4 • applySegment • p5 · ${OPS[1]} ·`);
    await ui.picture('web-ui-partition', 'Timeline');
  });

  it('shows a retry that is due with the failure before it, and where that came from', async () => {
    await ui.workflow(`${ID}/p000005`, 'pending-activities');
    await ui.shows('SCHEDULED', 'applySegment', 'Next Retry', 'Last Failure');
    await ui.shows('"type": "E_IO"', 'fault point op.start struck at partition_5/op_1/attempt_1');
    await ui.picture('web-ui-retry');
  });
});
