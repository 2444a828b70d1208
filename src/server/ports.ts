/** TCP ports of the embedded server. */
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { JuicerError } from '../model/errors.js';

/** Loopback address: nothing that we start listens anywhere else. */
export const LOOPBACK = '127.0.0.1';

/** Ports of an embedded server, both on loopback. */
export interface Ports {
  grpc: number;
  ui: number;
}

/*
 * Below the range from which systems take source ports: a client that keeps dialling a closed loopback port inside that
 * range can connect to itself, and then the server could not bind the port again.
 */
const RANGE = { from: 20_000, to: 32_000 };

/** Two ports that are free now. */
export async function choosePorts(): Promise<Ports> {
  const grpc = await chooseFree(null);
  return { grpc, ui: await chooseFree(grpc) };
}

/** Whether a server could listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function chooseFree(taken: number | null): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (port !== taken && (await isFree(port))) return port;
  }
  throw new JuicerError('E_CONNECTION', `no free port between ${RANGE.from} and ${RANGE.to} on ${LOOPBACK}`);
}
