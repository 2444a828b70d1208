/** The guide's trouble 3, a high failure rate: provoked, found by `juicer analyze`, and cured by each means named for it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { jsonLines, runDirOf, runIdOf, type EventLine } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type CommandResult, type Workspace } from './support.js';
import {
  advice,
  analysed,
  assertCured,
  assertEnded,
  assertNames,
  failureCodes,
} from './troubleshooting-support.js';

const OP = 'text_length_filter';
/** Of every partition but the first, the second op fails at the first two attempts of each run. */
const FAULTS = JSON.stringify(
  [1, 2, 3, 4].flatMap((p) =>
    [1, 2].map((k) => ({ point: 'op.start', match: `partition_${p}/op_1/attempt_${k}`, action: 'throw' })),
  ),
);
const LINES = proseLines();
/** Line 4 of the first partition is no JSON. */
const BROKEN = LINES.split('\n').with(3, '{"text": "a broken line').join('\n');

describe('trouble with failures', () => {
  let w: Workspace;
  let server: StandingServer;
  before(async () => {
    w = workspace();
    w.write('in.jsonl', LINES);
    server = await standingServer(w, { JUICER_FAULTS: FAULTS });
  });
  after(async () => {
    await server.stop();
    await w.remove();
  });

  async function run(name: string, code: number, ...keys: string[]): Promise<CommandResult> {
    w.write(`${name}.yaml`, recipeWith(name, ['retry: {initial_interval: 0.1s}', ...keys].join('\n')));
    const result = await w.run(['run', `${name}.yaml`]);
    assertEnded(result, code);
    return result;
  }

  const ended = async (result: CommandResult): Promise<void> =>
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);

  it('by an op that fails now and then: told with op and code, found in the events, cured by max_retries', async () => {
    const failed = await run('few', 1, 'max_retries: 1', 'on_partition_error: fail');
    assert.deepEqual(failureCodes(runDirOf(failed)), Array<string>(8).fill('E_IO'));
    const id = runIdOf(failed);
    const hint = advice(await analysed(w, id), 'failures', /did not come through/);
    assert.ok(hint.evidence.includes('4 failed, 0 parked, 0 skipped of 5 partitions'), hint.evidence.join());
    assert.match(
      hint.evidence.join('\n'),
      new RegExp(`^${OP}: E_IO 8 times \\([\\d.]+ % of the failures\\)$`, 'm'),
    );
    assertNames(hint, `juicer events ${id} --type OPERATION_ERROR`, 'max_retries', `juicer resume ${id}`);
    const { stdout } = await w.run(['events', id, '--type', 'OPERATION_ERROR']);
    const told = jsonLines<EventLine>(stdout).filter((e) => e.operation_name === OP);
    assert.equal(told.filter((e) => /fault point op\.start struck/.test(e.error_message ?? '')).length, 8);
    const more = await run('more', 0, 'max_retries: 3', 'on_partition_error: fail');
    await ended(more);
    assertCured(await analysed(w, runIdOf(more)), 'failures', /did not come through/);
  });

  it('by retries that many attempts need: told by their share', async () => {
    const often = await run('often', 0, 'max_retries: 2');
    const hint = advice(await analysed(w, runIdOf(often)), 'failures', /attempts fail often/);
    assert.match(hint.evidence.join(), /\d+ of \d+ attempts failed/);
  });

  it('by a row that cannot be read: named by line, cured by mending it or setting it aside', async () => {
    w.write('bad.jsonl', BROKEN);
    const one = ['max_retries: 3', 'partition_size: 1000'];
    const strict = await runOver(
      'bad.jsonl',
      'strict',
      1,
      'on_row_error: fail',
      'on_partition_error: fail',
      ...one,
    );
    assert.ok(failureCodes(runDirOf(strict)).every((code) => code === 'E_ROW'));
    assert.match(strict.stdout, /E_ROW: row 3 cannot be read/);
    const hint = advice(await analysed(w, runIdOf(strict)), 'failures', /did not come through/);
    assertNames(hint, 'on_row_error: quarantine');
    await ended(await runOver('bad.jsonl', 'lenient', 3, 'on_row_error: quarantine', ...one));
    w.write('bad.jsonl', LINES);
    await ended(await runOver('bad.jsonl', 'mended', 0, 'on_row_error: fail', ...one));
  });

  it('by a field that most rows have not: told by the rows set aside, cured by text_keys', async () => {
    const rows = jsonLines<{ text: string }>(LINES).map(({ text }, i) =>
      i === 0 ? { text, content: text } : { content: text },
    );
    w.write('odd.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const odd = await runOver('odd.jsonl', 'odd', 3, 'partition_size: 1000');
    const hint = advice(await analysed(w, runIdOf(odd)), 'failures', /many rows are quarantined/);
    assert.match(hint.evidence.join(), /293 of 294 rows quarantined/);
    assertNames(hint, 'text_keys', `juicer quarantine ${runIdOf(odd)} show`);
    const right = await runOver('odd.jsonl', 'right', 0, 'partition_size: 1000', 'text_keys: content');
    await ended(right);
    assertCured(await analysed(w, runIdOf(right)), 'failures', /quarantined/);
  });

  it('by a recipe or a dataset that does not fit: refused before anything starts', async () => {
    w.write('odd.yaml', recipeWith('odd', '').replace('min_score: 0.8', 'min_score: high'));
    const settings = await w.run(['validate', 'odd.yaml']);
    assertEnded(settings, 2);
    assert.match(settings.stderr, /^error E_RECIPE odd\.yaml:\d+:\d+.*min_score/m);
    const schema = await w.run(['run', 'few.yaml', '--set', 'text_keys=body']);
    assertEnded(schema, 2);
    assert.match(schema.stderr, /^error E_TEXT_KEY/m);
  });

  /** As `run`, over another file, in partitions of the size that the keys say. */
  async function runOver(
    dataset: string,
    name: string,
    code: number,
    ...keys: string[]
  ): Promise<CommandResult> {
    const recipe = recipeWith(name, keys.join('\n'))
      .replace('partition_size: 60\n', '')
      .replace('in.jsonl', dataset);
    w.write(`${name}.yaml`, recipe);
    const result = await w.run(['run', `${name}.yaml`]);
    assertEnded(result, code);
    return result;
  }
});
