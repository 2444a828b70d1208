/** What guard and commands say to each other: one JSON object a line. */
import type { Socket } from 'node:net';
import type { ErrorCode } from '../model/errors.js';

/** Raised with every change that an older side would not understand. */
export const PROTOCOL = 1;

/** In UTF-16 units; an environment is the longest thing said. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** First line of a command. `worker` is what to run when it wants one and none runs yet, else null. */
export interface Hello {
  type: 'hello';
  protocol: number;
  version: string;
  worker: WorkerSpec | null;
}

/** How to start the worker. `env` is added to the guard's own environment. */
export interface WorkerSpec {
  command: string[];
  env: Record<string, string>;
}

/** What a command can say. */
export type ToGuard = Hello | { type: 'pids' };

/** Pids of an embedded server's processes; null for one that does not run now. */
export interface Pids {
  guard: number;
  server: number | null;
  worker: number | null;
}

/** Something that happened to a supervised process while the command was connected. */
export type Notice =
  | { type: 'server-died' | 'worker-died'; pid: number; signal: string | null; code: number | null }
  | { type: 'server-started' | 'worker-started'; pid: number }
  | { type: 'guard-died' | 'guard-started' }
  | { type: 'lost'; message: string };

/** What a guard can say. `closing`: its last command has gone, ask again when it has ended. */
export type FromGuard =
  | { type: 'ready'; address: string; ui_url: string }
  | { type: 'pids'; pids: Pids }
  | { type: 'refused'; code: ErrorCode; message: string; place: string | null; hint: string | null }
  | { type: 'closing' }
  | { type: 'notice'; notice: Notice };

/** Sends one message. */
export function send(socket: Socket, message: ToGuard | FromGuard): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onMessage` for every line; a line that is no JSON object, or has no end, ends the connection. */
export function receive<T extends ToGuard | FromGuard>(
  socket: Socket,
  onMessage: (message: T) => void,
): void {
  // A reset connection is told by the close event that follows; the error itself says nothing more.
  socket.on('error', () => undefined);
  socket.setEncoding('utf8');
  let unread = '';
  socket.on('data', (text: string) => {
    const lines = (unread + text).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      const message = parse(line);
      if (!message) return void socket.destroy();
      onMessage(message as T);
    }
    if (unread.length > LONGEST_LINE) socket.destroy();
  });
}

function parse(line: string): object | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' ? message : null;
  } catch {
    return null; // whoever speaks there is no guard and no command of ours
  }
}
