/** Alerts of a run that goes on: told while an attempt hangs, by webhook and command, in the events and in the log. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  assertEnded,
  DONE,
  eventsOf,
  faultyWorkspace,
  release,
  struck,
  withFaults,
  writeRecipe,
} from '../faults/support.js';
import { until, type Workspace } from './support.js';

const TOKEN = 'hush-hush-4711';

interface Sent {
  run_id: string;
  alert: { rule: string; op?: string; partition?: number; message: string };
}

describe('a run whose recipe has alerts', () => {
  let ws: Workspace;
  let server: http.Server;
  /** What the webhook got, with the secret that came along. */
  const posted: { authorization: string | undefined; sent: Sent }[] = [];

  /** On a slow machine other ops may take long, too. */
  function ofHeldOp(): typeof posted {
    return posted.filter(({ sent }) => sent.alert.op === 'text_length_filter');
  }

  before(async () => {
    ws = faultyWorkspace();
    server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        posted.push({ authorization: request.headers.authorization, sent: JSON.parse(body) as Sent });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const append = "require('fs').appendFileSync(process.argv[1], require('fs').readFileSync(0))";
    const command = JSON.stringify([process.execPath, '-e', append, ws.path('told.jsonl')]);
    writeRecipe(
      ws,
      `alerts: {max_op_seconds: 5, webhook: "http://127.0.0.1:${port}/hook?key=${TOKEN}", command: ${command}}`,
    );
    const faults = [{ name: 'hang', point: 'op.start', match: 'partition_2/op_1/', action: 'hold' as const }];
    const env = { JUICER_ALLOW_COMMANDS: '1', JUICER_ALERT_TOKEN: TOKEN };
    const run = ws.start(['run', 'recipe.yaml', '--id', 'hanging'], { ...withFaults(ws, faults), ...env });
    await struck(ws, 'hang');
    await until(() => ofHeldOp().length > 0, 60_000, 'the alert');
    release(ws, 'hang');
    assertEnded(await run.done, DONE);
  });
  after(async () => {
    server.close();
    await ws.remove();
  });

  it('posts one as JSON while the attempt still runs, once, with the secret of the environment', () => {
    const [first, ...others] = ofHeldOp();
    assert.deepEqual(others, []);
    assert.equal(first?.authorization, `Bearer ${TOKEN}`);
    assert.equal(first.sent.run_id, 'hanging');
    const { rule, op, partition, message } = first.sent.alert;
    assert.deepEqual([rule, op, partition], ['max_op_seconds', 'text_length_filter', 2]);
    assert.match(
      message,
      /^an attempt at text_length_filter of partition 2 runs for [\d.]+ s; the limit is 5 s$/,
    );
  });

  it('runs the command with the same on its standard input', () => {
    const lines = fs.readFileSync(ws.path('told.jsonl'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(lines.sort(), posted.map(({ sent }) => JSON.stringify(sent)).sort());
  });

  it('has it in its events and in the log of the worker, without address or secret', () => {
    const warnings = eventsOf(ws, 'hanging').filter((e) => e['event_type'] === 'WARNING');
    assert.deepEqual(
      warnings.map((e) => JSON.stringify((e['metadata'] as { alert: unknown }).alert)).sort(),
      posted.map(({ sent }) => JSON.stringify(sent.alert)).sort(),
    );
    const log = ws.read('.juicer/worker.log');
    assert.ok(log.includes(`"alert: ${posted[0]?.sent.alert.message ?? '?'}"`));
    for (const text of [log, JSON.stringify(eventsOf(ws, 'hanging'))]) assert.ok(!text.includes(TOKEN));
  });
});
