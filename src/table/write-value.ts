/** One value of a column as JSON. */
import { bitAt, isNull } from './bitmap.js';
import type { ByteWriter } from './byte-writer.js';
import type { Column } from './column.js';
import { writeJsonString } from './json-string.js';

/** Longest canonical text of a number: `-1.2345678901234567e-308` and int64 are shorter. */
const NUMBER_BYTES = 32;

/** Writes the value of `row` as JSON in its canonical text, `null` when it is null. Doubles must be finite. */
export function writeValue(writer: ByteWriter, column: Column, row: number): void {
  if (isNull(column, row)) {
    writer.reserve(4);
    writer.ascii('null');
    return;
  }
  if (column.kind === 'utf8') {
    writeJsonString(writer, column.values, column.offsets[row] as number, column.offsets[row + 1] as number);
  } else if (column.kind === 'json') {
    writer.copy(column.values, column.offsets[row] as number, column.offsets[row + 1] as number);
  } else {
    writer.reserve(NUMBER_BYTES);
    writer.ascii(column.kind === 'bool' ? String(bitAt(column.values, row)) : String(column.values[row]));
  }
}
