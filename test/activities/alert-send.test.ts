import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { runAlertCommand } from '../../src/activities/alert-command.js';
import { alertBody, sendAlert } from '../../src/activities/alert-send.js';
import { postAlert } from '../../src/activities/alert-webhook.js';
import { NO_ALERTS, type Alert } from '../../src/model/alert.js';
import { until } from '../e2e/support.js';

const ALERT: Alert = {
  rule: 'min_free_disk_mb',
  value: 5,
  limit: 10,
  message: '5 MiB are free',
  since: 1000,
};
const SECRET = 'hush-hush-4711';
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-alert-'));
after(() => fs.rmSync(dir, { recursive: true }));
const RUN = { run_id: 'seed-1', dir, recipe_sha256: 'x' };
const signal = new AbortController().signal;

interface Asked {
  method: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A server on this machine that gives these answers one after the other, the last one for good; null: none at all. */
async function serve(
  answers: (number | null)[],
  use: (url: string, asked: Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const status = answers[Math.min(asked.length, answers.length - 1)] ?? null;
      asked.push({ method: request.method, headers: request.headers, body });
      if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end('quite a long answer');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}/hook?key=${SECRET}`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a webhook that fails twice and then takes the alert has it once, as JSON, with the secret from the environment', async () => {
  await serve([503, 500, 204], async (url, asked) => {
    const body = alertBody(RUN, ALERT);
    const delivery = await postAlert(url, body, { token: SECRET, signal, waitsMs: [1, 1, 1] });
    assert.deepEqual(delivery, { to: 'webhook', ok: true, attempts: 3 });
    assert.equal(asked.length, 3);
    const last = asked.at(-1);
    assert.equal(last?.method, 'POST');
    assert.equal(last.headers['content-type'], 'application/json');
    assert.equal(last.headers.authorization, `Bearer ${SECRET}`);
    assert.deepEqual(JSON.parse(last.body), { schema_version: 1, run_id: 'seed-1', alert: ALERT });
  });
});

test('a webhook that refuses, or leads elsewhere, is not asked again', async () => {
  for (const status of [400, 401, 404, 302]) {
    await serve([status], async (url, asked) => {
      const delivery = await postAlert(url, '{}', { token: null, signal, waitsMs: [1, 1] });
      assert.equal(delivery.ok, false);
      assert.equal(asked.length, 1, String(status));
      assert.match(delivery.problem ?? '', new RegExp(`^127\\.0\\.0\\.1:\\d+: it answers ${status}$`));
    });
  }
});

test('a webhook that never answers is given up in time, and the problem names the host only', async () => {
  await serve([null], async (url, asked) => {
    const delivery = await postAlert(url, '{}', { token: SECRET, signal, timeoutMs: 1000, waitsMs: [1] });
    assert.equal(asked.length, 2);
    assert.deepEqual(
      { ...delivery, problem: delivery.problem?.replace(/\d{4,5}/, 'N') },
      {
        to: 'webhook',
        ok: false,
        attempts: 2,
        problem: '127.0.0.1:N: no answer in time',
      },
    );
  });
});

test('a webhook where nobody listens is a problem with its code', async () => {
  let url = '';
  await serve([200], (there) => Promise.resolve(void (url = there)));
  const delivery = await postAlert(url, '{}', { token: null, signal, waitsMs: [1] });
  assert.match(delivery.problem ?? '', /: no connection \(ECONNREFUSED\)$/);
  assert.equal(delivery.attempts, 2);
});

test('who gives up waits for no other attempt', async () => {
  await serve([503], async (url) => {
    const stop = new AbortController();
    const posting = postAlert(url, '{}', { token: null, signal: stop.signal, waitsMs: [3_600_000] });
    stop.abort();
    assert.equal((await posting).ok, false);
  });
});

test('a secret is not sent in clear over the network, nor when a header cannot carry it, nor told', async () => {
  const clear = await postAlert('http://example.org/', '{}', { token: SECRET, signal });
  assert.deepEqual(clear, {
    to: 'webhook',
    ok: false,
    attempts: 0,
    problem: 'example.org: JUICER_ALERT_TOKEN is set and is not sent over http; use https',
  });
  const broken = await postAlert('https://example.org/', '{}', { token: `${SECRET}\r\nx: y`, signal });
  assert.equal(broken.attempts, 0);
  assert.ok(!JSON.stringify([clear, broken]).includes(SECRET));
});

test('a command gets the alert on its standard input, its arguments as they are, and nothing of our environment', async () => {
  const out = path.join(dir, 'out.json');
  const script = `
    const fs = require('node:fs');
    const seen = { args: process.argv.slice(1), env: process.env, input: fs.readFileSync(0, 'utf8') };
    fs.writeFileSync(process.argv[1], JSON.stringify(seen));`;
  const argv = [process.execPath, '-e', script, out, '$(touch x); `id` && "q"'];
  const env = {
    ...process.env,
    JUICER_ALLOW_COMMANDS: '1',
    JUICER_ALERT_TOKEN: SECRET,
    TEMPORAL_API_KEY: SECRET,
  };
  const settings = { ...NO_ALERTS, command: argv };
  const deliveries = await sendAlert(ALERT, { run: RUN, settings, env, signal });
  assert.deepEqual(deliveries, [{ to: 'command', ok: true, attempts: 1 }]);
  const seen = JSON.parse(fs.readFileSync(out, 'utf8')) as { args: string[]; env: object; input: string };
  assert.deepEqual(seen.args, argv.slice(3));
  assert.deepEqual(JSON.parse(seen.input), { schema_version: 1, run_id: 'seed-1', alert: ALERT });
  assert.ok(!JSON.stringify(seen.env).includes(SECRET));
});

test('a command is not run where the worker does not allow it', async () => {
  const out = path.join(dir, 'never');
  const settings = { ...NO_ALERTS, command: ['touch', out] };
  const [delivery] = await sendAlert(ALERT, { run: RUN, settings, env: { ...process.env }, signal });
  assert.equal(delivery?.ok, false);
  assert.match(delivery.problem ?? '', /JUICER_ALLOW_COMMANDS=1/);
  assert.ok(!fs.existsSync(out));
});

test('a command that hangs is killed in time, with its children', async () => {
  const pids = path.join(dir, 'pids');
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    require('node:fs').writeFileSync(process.argv[1], child.pid + ' ' + process.pid);
    setInterval(() => {}, 1000);`;
  const options = { env: process.env, cwd: dir, signal, timeoutMs: 1500 };
  const delivery = await runAlertCommand([process.execPath, '-e', script, pids], '{}', options);
  assert.match(delivery.problem ?? '', /: it took too long and was killed$/);
  for (const pid of fs.readFileSync(pids, 'utf8').split(' ').map(Number)) {
    await until(() => !running(pid), 5000, `process ${pid} to end`);
  }
});

test('a command that fails, or is not there, is a problem that names the program only', async () => {
  const options = { env: process.env, cwd: dir, signal };
  const failed = await runAlertCommand([process.execPath, '-e', 'process.exit(3)', SECRET], '{}', options);
  assert.equal(failed.problem, `${process.execPath}: it ended with exit code 3`);
  const missing = await runAlertCommand(['no-such-program', SECRET], '{}', options);
  assert.equal(missing.problem, 'no-such-program: it cannot be run (ENOENT)');
});

/** A process that is there and no zombie. */
function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !fs.existsSync(stat) || !/\) Z /.test(fs.readFileSync(stat, 'utf8'));
}
