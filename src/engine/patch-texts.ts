/** A text column with some of its texts exchanged: the bytes of all the others are copied, not encoded again. */
import { JuicerError } from '../model/errors.js';
import { copyBytes } from '../table/byte-writer.js';
import type { TextColumn } from '../table/column.js';
import { textAt, textColumn } from '../table/strings.js';

const MAX_BYTES = 2 ** 31 - 1;

/** New texts and the rows that they are for, in ascending order. */
export interface TextChanges {
  rows: number[];
  texts: string[];
}

/**
 * The column with the changes made; it has `rows` rows, none of them null.
 * @throws JuicerError E_LIMIT when the texts would have 2 GiB or more.
 */
export function patchTexts(column: TextColumn, rows: number, changes: TextChanges): TextColumn {
  if (changes.rows.length === 0) return column;
  const isPlain = column.kind === 'utf8' && column.validity === null;
  return isPlain && changes.texts.every(isWellFormed)
    ? copied(column, rows, changes)
    : spelt(column, rows, changes);
}

/** UTF-8 cannot hold a lone surrogate: the whole column changes its form then. */
function spelt(column: TextColumn, rows: number, changes: TextChanges): TextColumn {
  const texts = Array.from({ length: rows }, (_, row) => textAt(column, row));
  changes.rows.forEach((row, k) => (texts[row] = changes.texts[k] ?? null));
  return textColumn(column.name, column.role, texts);
}

function copied(column: TextColumn, rows: number, changes: TextChanges): TextColumn {
  const from = column.offsets;
  const values = Buffer.allocUnsafeSlow(patchedBytes(column, rows, changes));
  const offsets = new Int32Array(rows + 1);
  let pos = 0;
  let row = 0;
  /** Takes over the rows up to `end` as they are. */
  const keepUntil = (end: number): void => {
    const start = from[row] as number;
    const shift = pos - start;
    pos = copyBytes(column.values, [start, from[end] as number], values, pos);
    for (; row < end; row++) offsets[row + 1] = (from[row + 1] as number) + shift;
  };
  changes.rows.forEach((changed, k) => {
    keepUntil(changed);
    pos += values.write(changes.texts[k] as string, pos);
    offsets[++row] = pos;
  });
  keepUntil(rows);
  return { ...column, offsets, values };
}

function patchedBytes({ name, offsets }: TextColumn, rows: number, changes: TextChanges): number {
  let bytes = (offsets[rows] as number) - (offsets[0] as number);
  changes.rows.forEach((row, k) => {
    const before = (offsets[row + 1] as number) - (offsets[row] as number);
    bytes += Buffer.byteLength(changes.texts[k] as string) - before;
  });
  if (bytes > MAX_BYTES)
    throw new JuicerError('E_LIMIT', `column "${name}" has ${bytes} bytes in one batch, the limit is 2 GiB`);
  return bytes;
}

function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}
