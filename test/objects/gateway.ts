/** A real S3-compatible server (versitygw) over a folder: its buckets are folders, its objects files. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { removeFolder, until } from '../e2e/support.js';

const PROGRAM = process.env['JUICER_S3_SERVER'] ?? 'versitygw';
const KEYS = { id: 'juicer-test', secret: 'not-a-secret' };

/** Why tests with a server are skipped, or false. */
export const NO_GATEWAY: string | false = isThere()
  ? false
  : 'needs versitygw on PATH, or its path in JUICER_S3_SERVER';

function isThere(): boolean {
  return process.env['JUICER_REQUIRE_ALL'] === '1' || spawnSync(PROGRAM, ['--version']).status === 0;
}

/** A server that is up. */
export interface Gateway {
  /** Holds a folder for each bucket. */
  folder: string;
  /** What a process needs to reach it. */
  env: Record<string, string>;
  /** Ends the server; `start` begins it again at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** Starts a server with some empty buckets. */
export async function gateway(...buckets: string[]): Promise<Gateway> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-s3-'));
  for (const bucket of buckets) fs.mkdirSync(path.join(folder, bucket));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    const ended = child && once(child, 'exit');
    child?.kill('SIGKILL');
    await ended;
    child = null;
  };
  const start = async (): Promise<void> => {
    child = spawn(PROGRAM, ['--port', `127.0.0.1:${port}`, 'posix', folder], {
      env: { ...process.env, ROOT_ACCESS_KEY: KEYS.id, ROOT_SECRET_KEY: KEYS.secret },
      stdio: 'ignore',
    });
    await until(() => answers(port), 20_000, 'the S3 server to answer');
  };
  await start();
  const env = {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: KEYS.id,
    AWS_SECRET_ACCESS_KEY: KEYS.secret,
  };
  const remove = async (): Promise<void> => {
    await stop();
    await removeFolder(folder);
  };
  return { folder, env, stop, start, remove };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => undefined).unref();
    setTimeout(() => socket.destroy(), 500).unref();
  });
}
