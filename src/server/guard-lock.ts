/**
 * The guard's socket is the lock of a state folder: whoever's socket answers owns the folder.
 *
 * Sockets are numbered. A guard may take number n + 1 only when number n is silent, and it takes it by linking a socket
 * that already listens to that name, which succeeds for exactly one process. The highest number is never deleted, so a
 * slow contender cannot take a number twice; it sees the higher one and gives up.
 */
import { randomBytes } from 'node:crypto';
import { link, readdir, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

const NAME = /^guard-(\d{6,})\.sock$/;

/** A connection to the guard that owns the folder, or null when none does. */
export async function dialGuard(dir: string): Promise<Socket | null> {
  const newest = await newestNumber(dir);
  return newest === 0 ? null : dial(socketPath(dir, newest));
}

/** Becomes the owner of the folder, listening for connections; null when another process is. */
export async function takeLock(dir: string, onConnection: (socket: Socket) => void): Promise<Server | null> {
  const newest = await newestNumber(dir);
  const owner = newest === 0 ? null : await dial(socketPath(dir, newest));
  if (owner) {
    owner.destroy();
    return null;
  }
  const server = createServer(onConnection);
  const temporary = join(dir, `.guard-${randomBytes(4).toString('hex')}.sock`);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(temporary, resolve);
  });
  const mine = newest + 1;
  const won = await linked(temporary, socketPath(dir, mine));
  await unlinkIfThere(temporary);
  if (won && (await newestNumber(dir)) === mine) {
    for (const number of await numbers(dir)) if (number < mine) await unlinkIfThere(socketPath(dir, number));
    return server;
  }
  if (won) await unlinkIfThere(socketPath(dir, mine));
  server.close();
  return null;
}

function socketPath(dir: string, number: number): string {
  return join(dir, `guard-${String(number).padStart(6, '0')}.sock`);
}

async function numbers(dir: string): Promise<number[]> {
  return (await readdir(dir)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

async function newestNumber(dir: string): Promise<number> {
  return Math.max(0, ...(await numbers(dir)));
}

function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    // Stays on: once connected, an error means that the guard died, and the close event that follows tells so.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Refused: its guard is dead. Not there: a newer guard has just removed it.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(null);
      else reject(error);
    });
  });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
