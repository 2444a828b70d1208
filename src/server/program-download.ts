/** The official download of the `temporal` program, the one that the SDK uses too. */
import { createWriteStream } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { PINNED_VERSION } from './program-cache.js';
import { run } from './program-run.js';

const SITE = 'https://temporal.download/cli/archive';
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };
/** How long the site may take to begin to answer, and to go on: short, so that a machine without internet moves on. */
const SILENCE_LIMIT_MS = 5000;
const MOST_REDIRECTS = 5;

/** Downloads and unpacks the archive for this machine into `scratch`. @throws Error when that cannot be done. */
export async function downloadProgram(scratch: string): Promise<string> {
  const architecture = ARCHITECTURES[process.arch];
  if (!architecture || !['linux', 'darwin'].includes(process.platform))
    throw new Error(`no archive for ${process.platform} ${process.arch}`);
  const archive = join(scratch, 'temporal.tar.gz');
  const response = await request(
    `${SITE}/v${PINNED_VERSION}?platform=${process.platform}&arch=${architecture}`,
    MOST_REDIRECTS,
  );
  await pipeline(response, createWriteStream(archive));
  await run('tar', ['-xzf', archive, '-C', scratch, 'temporal'], 60_000);
  return join(scratch, 'temporal');
}

async function request(url: string, redirects: number): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = get(url, { timeout: SILENCE_LIMIT_MS }, resolve);
    call.once('error', reject);
    call.on('timeout', () => call.destroy(new Error(`no answer within ${SILENCE_LIMIT_MS / 1000} s`)));
  });
  if (response.statusCode === 200) return response;
  response.resume();
  const next = response.headers.location;
  const redirected =
    response.statusCode !== undefined && response.statusCode >= 300 && response.statusCode < 400;
  if (!redirected || next === undefined || redirects === 0)
    throw new Error(`answered with status ${response.statusCode}`);
  const target = new URL(next, url);
  if (target.protocol !== 'https:') throw new Error('redirected to an unencrypted address');
  return request(target.href, redirects - 1);
}
