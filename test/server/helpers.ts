/** What the tests of the embedded server share. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectEmbedded, type EmbeddedOptions, type EmbeddedServer } from '../../src/server/embedded.js';
import { goneWithin, identify, type ProcessIdentity } from '../../src/server/process-identity.js';
import type { Notice, Pids } from '../../src/server/protocol.js';

/** Path of the compiled script beside this file. */
export function script(name: string): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
}

/** Options with the fake worker, and short graces. */
export function embeddedOptions(
  stateDir: string,
  wantWorker: boolean,
  ...workerArguments: string[]
): EmbeddedOptions {
  const workerCommand = [process.execPath, script('fake-worker'), ...workerArguments];
  return {
    stateDir,
    wantWorker,
    workerCommand,
    env: { JUICER_TEST_MARK: 'mark' },
    workerGraceMs: 1000,
    log: () => undefined,
  };
}

const cleanUps = new WeakMap<TestContext, (() => unknown)[]>();

/** Has something done when the test ends; what was asked for last is done first. */
export function atEnd(t: TestContext, action: () => unknown): void {
  const actions = cleanUps.get(t) ?? [];
  if (actions.push(action) > 1) return;
  cleanUps.set(t, actions);
  t.after(async () => {
    for (const next of actions.reverse()) await next();
  });
}

/** A folder that goes when the test ends. */
export async function temporaryDir(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'juicer-test-'));
  atEnd(t, () => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A connected command that lets go when the test ends, and the notices it gets; the test ends when nothing runs. */
export async function connected(
  t: TestContext,
  options: EmbeddedOptions,
): Promise<{ server: EmbeddedServer; notices: Notice[] }> {
  const server = await connectEmbedded(options);
  const notices: Notice[] = [];
  server.onNotice((notice) => notices.push(notice));
  atEnd(t, async () => {
    for (const identity of await recordedProcesses(options.stateDir)) await assertGone(identity);
  });
  letGo(t, server);
  return { server, notices };
}

const connections = new WeakMap<TestContext, EmbeddedServer[]>();

/** Closes all connections of a test at once, before any of them is checked to have left nothing. */
function letGo(t: TestContext, server: EmbeddedServer): void {
  const open = connections.get(t) ?? [];
  open.push(server);
  connections.set(t, open);
  atEnd(t, () => Promise.all(open.splice(0).map((connection) => connection.close())));
}

/** The processes that `server.json` names now. */
export async function recordedProcesses(stateDir: string): Promise<ProcessIdentity[]> {
  const text = await readFile(join(stateDir, 'server.json'), 'utf8').catch(() => '{"processes":{}}');
  const { processes } = JSON.parse(text) as { processes: Record<string, ProcessIdentity | null> };
  return Object.values(processes).filter((identity) => identity !== null);
}

/** Waits until a value is there. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | null | Promise<T | undefined | false | null>,
): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(25)) {
    const value = await ask();
    if (value) return value;
  }
  return assert.fail(`did not come: ${what}`);
}

/** The running process of this pid. */
export function running(pid: number | null): ProcessIdentity {
  assert.ok(pid !== null);
  const identity = identify(pid);
  assert.ok(identity, `process ${pid} does not run`);
  return identity;
}

/** Waits until exactly this process has ended. */
export async function assertGone(identity: ProcessIdentity): Promise<void> {
  assert.ok(await goneWithin(identity, 20_000), `process ${identity.pid} still runs`);
}

/** Starts a command in a process of its own; resolves when it is connected. */
export async function startCommand(
  t: TestContext,
  stateDir: string,
  ...more: string[]
): Promise<{ child: ChildProcess; pids: Pids & { address: string } }> {
  const child = spawn(process.execPath, [script('command'), stateDir, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atEnd(t, () => child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, pids: JSON.parse(line) as Pids & { address: string } };
}
