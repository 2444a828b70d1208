/** Which rows a side kept, in a form that two sides can be compared by. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import readline from 'node:readline';
import { TEXT_KEY } from './seed.js';

/** Number of rows, and hashes of their ids and of their ids with their texts, in their order. */
export interface Kept {
  rows: number;
  ids_sha256: string;
  texts_sha256: string;
}

/** Reads an export of JSON lines that have an `id`; a row without one counts as null. */
export async function keptRows(file: string): Promise<Kept> {
  const ids = createHash('sha256');
  const texts = createHash('sha256');
  let rows = 0;
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    const row = JSON.parse(line) as Record<string, unknown>;
    ids.update(`${rows === 0 ? '' : '\n'}${String(row.id ?? null)}`);
    texts.update(`${JSON.stringify([row.id, row[TEXT_KEY]])}\n`);
    rows++;
  }
  return { rows, ids_sha256: ids.digest('hex'), texts_sha256: texts.digest('hex') };
}
