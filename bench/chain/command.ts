/** What the commands of this folder share: whole numbers as flags, a scratch folder, the file of their result. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('../../../bench/results/', import.meta.url));

/** A whole number from 1 that was given as a flag; throws an Error that names the flag. */
export function wholeNumber(flag: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`--${flag} ${value}: must be a whole number from 1`);
  return Number(value);
}

/** Works in a scratch folder, which is removed. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-bench-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a result as `bench/results/<date>-<name>.json`; gives its path from the project's folder. */
export function writeResult(name: string, result: object): string {
  const file = `${new Date().toISOString().slice(0, 10)}-${name}.json`;
  fs.writeFileSync(path.join(RESULTS, file), `${JSON.stringify(result, null, 2)}\n`);
  return `bench/results/${file}`;
}

/** A line on the standard error stream now and then, so that a long work is seen to go on. */
export function progressLine(name: string, total: number): (done: number) => void {
  let told = Date.now();
  return (done) => {
    if (Date.now() - told < 10_000) return;
    told = Date.now();
    process.stderr.write(`${name}: ${done} of ${total}\n`);
  };
}
