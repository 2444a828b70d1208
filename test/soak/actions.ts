/** What the soak does to a run from outside. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive, type RunningCommand, type Workspace } from '../e2e/support.js';
import { kill } from '../faults/kill.js';
import { nothingRuns, processesIn, runDir } from '../faults/support.js';
import { SOAK_OPS, type Action } from './schedule.js';

/** Longer than the heartbeat timeout of tests, 2 s. */
const FROZEN_MS = 4500;

/** A run under the soak. */
export interface Subject {
  w: Workspace;
  id: string;
  /** The command that follows it now. */
  command: RunningCommand;
  /** Partitions whose files were damaged. */
  damaged: Set<number>;
  /** Those files, relative to the run's folder. */
  harmed: Set<string>;
}

/** Does one thing; whether it found anything to be done to. */
export async function act(subject: Subject, action: Action): Promise<boolean> {
  const { w, id, command } = subject;
  const { worker, server } = w.pids();
  switch (action.kind) {
    case 'kill-worker':
      return signal(worker, 'SIGKILL');
    case 'kill-server':
      return signal(server, 'SIGKILL');
    case 'stop-worker':
      return signal(worker, 'SIGTERM');
    case 'freeze-worker':
      return freeze(worker);
    case 'kill-client':
      return signal(command.process.pid ?? null, 'SIGKILL');
    case 'kill-all':
      return killAll(subject);
    case 'damage':
      await killAll(subject);
      return damage(subject, action);
    case 'pause':
      return pause(w, id);
    case 'tune':
      return told(await w.run(['tune', id, '--max-concurrent-partitions', String(action.width)]));
    case 'retry':
      return begun(w.start(retryOf(id, action)));
    case 'cancel':
      return told(await w.run(['cancel', id]));
  }
}

function retryOf(id: string, { partition, op }: Action): string[] {
  return ['retry', id, '--partition', String(partition), '--from-op', op < 0 ? 'input' : String(op)];
}

async function pause(w: Workspace, id: string): Promise<boolean> {
  if (!told(await w.run(['pause', id]))) return false;
  // Somebody takes it up again; the command that followed it before goes on following.
  void w.run(['resume', id]);
  return true;
}

/** Whether a command did what it was asked; that a run has ended meanwhile is no failure of the run. */
function told({ code }: { code: number | null }): boolean {
  return code === 0;
}

/** Whether a command that follows the run to its end was taken; it is left to that. */
async function begun(command: RunningCommand): Promise<boolean> {
  let over = false;
  void command.done.then(() => (over = true));
  const taken = (): boolean => /^(attached|resumed) run/m.test(command.stderr());
  while (!taken() && !over) await sleep(50);
  return taken();
}

async function freeze(pid: number | null): Promise<boolean> {
  if (!signal(pid, 'SIGSTOP')) return false;
  await sleep(FROZEN_MS);
  signal(pid, 'SIGCONT');
  return true;
}

async function killAll({ w, command }: Subject): Promise<boolean> {
  const pids = [...Object.values(w.pids()), command.process.pid ?? null, ...processesIn(w.dir)];
  const hit = pids.map((pid) => signal(pid, 'SIGKILL')).some(Boolean);
  await command.done;
  await nothingRuns(w);
  return hit;
}

function signal(pid: number | null, name: NodeJS.Signals): boolean {
  return pid !== null && alive(pid) && kill(pid, name);
}

/** Harms a file of the partition: its own file, a checkpoint or its result, whichever the op stands for. */
function damage({ w, id, damaged, harmed }: Subject, { partition, op, harm }: Action): boolean {
  const stem = `partition_${String(partition).padStart(6, '0')}`;
  const dir = runDir(w, id);
  const folder = path.join(dir, 'checkpoints', stem);
  const checkpoints = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const wanted = `op_${String(Math.min(op, SOAK_OPS - 1)).padStart(3, '0')}_`;
  const names = [
    ...checkpoints.filter((n) => n.startsWith(wanted)).map((n) => path.join(folder, n)),
    path.join(dir, 'partitions', `${stem}.parquet`),
  ];
  const file = names.find((name) => name.endsWith('.parquet') && fs.existsSync(name));
  if (file === undefined) return false;
  // Done work that depends on it may be done again.
  damaged.add(partition);
  harmed.add(path.relative(dir, file));
  if (harm === 'delete') fs.rmSync(file);
  else if (harm === 'truncate') fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2));
  else flipBit(file);
  return true;
}

function flipBit(file: string): void {
  const bytes = fs.readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  fs.writeFileSync(file, bytes);
}
