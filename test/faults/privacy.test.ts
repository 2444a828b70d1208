/** Nothing private leaks (P10): row text is in no payload, history, log, event or report; only in data and quarantine files. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { checkRun } from '../checker/check-run.js';
import { until, type RunningCommand, type Workspace } from '../e2e/support.js';
import { assertEnded, DONE, faultyWorkspace, inputLines, runDir, withFaults } from './support.js';

const CANARY = 'zanzibarcanary';
const ID = 'private';
const PARTITIONS = 20;
const ROWS = 20;
const MOST_BYTES = 4096;

describe('a run over 20 partitions with a secret word in its rows', () => {
  let w: Workspace;
  let dev: RunningCommand;
  let histories: string[] = [];
  let historyFiles: string[] = [];
  let largest = 0;

  before(async () => {
    w = faultyWorkspace();
    w.write('in.jsonl', secretLines().join(''));
    const recipe = w.read('recipe.yaml').replace(/partition_size: \d+/, `partition_size: ${ROWS}`);
    w.write('recipe.yaml', recipe);
    const faults = [
      { point: 'op.row', match: `${CANARY} poison`, action: 'throw-foreign' as const },
      {
        name: 'once',
        point: 'op.start',
        match: 'partition_3/op_1/',
        quote: CANARY,
        action: 'throw-foreign' as const,
      },
      {
        name: 'cut',
        point: 'commit.before',
        match: 'partitions/partition_000004',
        quote: CANARY,
        action: 'throw-foreign' as const,
      },
    ];
    dev = w.start(['dev'], withFaults(w, faults));
    await until(() => dev.stderr().includes('stop with Ctrl-C'), 60_000, 'juicer dev to be up');
    assertEnded(await w.run(['run', 'recipe.yaml', '--id', ID]), DONE);
    const address = await addressOf(w);
    ({ histories, historyFiles, largest } = await fetchHistories(w, address));
  });
  after(async () => {
    dev.process.kill('SIGINT');
    await dev.done;
    await w.remove();
  });

  it('has no payload above 4 KB in any history', () => {
    assert.equal(histories.length, PARTITIONS + 1);
    assert.ok(largest <= MOST_BYTES, `the largest payload has ${largest} bytes`);
  });

  it('has the word in no history, log, event, plan, record or report', async () => {
    for (const history of histories) assert.ok(!history.includes(CANARY), 'the word is in a history');
    const logFiles = fs
      .readdirSync(w.path('.juicer'))
      .filter((name) => /\.log/.test(name))
      .map((name) => w.path(`.juicer/${name}`));
    assert.deepEqual(await checkRun(runDir(w, ID), { canaries: [CANARY], logFiles, historyFiles }), []);
  });

  it('quotes rows in a report that is asked to, which is for its owner only then', async () => {
    const file = w.path('with-rows.html');
    assertEnded(await w.run(['report', ID, '--rows', '--file', file]), 0);
    assert.ok(fs.readFileSync(file, 'utf8').includes(`${CANARY} in a broken line`));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });

  it('keeps the broken line and the row that made an op throw in quarantine files of mode 0600', () => {
    const folder = path.join(runDir(w, ID), 'quarantine');
    const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
    const lines = files.flatMap((file) => fs.readFileSync(file, 'utf8').trimEnd().split('\n'));
    const secret = lines
      .filter((line) => line.includes(CANARY))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(secret.map((line) => line['reason']).sort(), ['invalid_json', 'op_threw']);
    for (const file of files) assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });
});

function secretLines(): string[] {
  const lines = inputLines(PARTITIONS * ROWS);
  lines[5] = `{"id": -1, "text": "${CANARY} in a broken line\n`;
  lines[25] = `{"id": -2, "text": "${CANARY} in a plain row that is long enough to pass the length filter of the recipe"}\n`;
  lines[45] = `{"id": -3, "text": "${CANARY} poison that makes an op throw, long enough to reach the second op"}\n`;
  return lines;
}

async function addressOf(w: Workspace): Promise<string> {
  const { stdout } = await w.run(['doctor', '-o', 'json']);
  const { checks } = JSON.parse(stdout) as { checks: { name: string; detail: string }[] };
  return checks.find((check) => check.name === 'server')?.detail.split(',')[0] ?? '';
}

/** What the server holds of the run and its children. */
interface Histories {
  /** With all payloads decoded. */
  histories: string[];
  /** Files of them as the server's own tools print them. */
  historyFiles: string[];
  /** Size of the largest payload. */
  largest: number;
}

async function fetchHistories(w: Workspace, address: string): Promise<Histories> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const ids = [ID, ...Array.from({ length: PARTITIONS }, (_, i) => `${ID}/p${String(i).padStart(6, '0')}`)];
  let largest = 0;
  const histories: string[] = [];
  const historyFiles: string[] = [];
  for (const id of ids) {
    const history = await client.workflow.getHandle(id).fetchHistory();
    historyFiles.push(w.write(`histories/${id}.json`, historyToJSON(history)));
    const decoded = JSON.stringify(history.events, (_key, value: unknown) => {
      if (!(value instanceof Uint8Array)) return typeof value === 'bigint' ? value.toString() : value;
      largest = Math.max(largest, value.length);
      return Buffer.from(value).toString();
    });
    histories.push(decoded);
  }
  await connection.close();
  return { histories, historyFiles, largest };
}
