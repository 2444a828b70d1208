/** The stats of a row as its last field, `"__dj__stats__":{…}`. */
import { ByteWriter } from './byte-writer.js';
import { RESERVED, type Batch, type Column } from './column.js';
import { writeValue } from './write-value.js';

/** Writes the stat columns of a batch. */
export class StatWriter {
  private readonly stats: { prefix: Uint8Array; column: Column }[];

  constructor(columns: readonly Column[]) {
    const stats = columns.filter((column) => column.role === 'stat');
    this.stats = stats.map((column, i) => {
      const opening = i === 0 ? `${JSON.stringify(RESERVED.stats)}:{` : ',';
      return { prefix: Buffer.from(`${opening}${JSON.stringify(column.name)}:`), column };
    });
  }

  /** Whether there are no stats: then nothing is written. */
  get isEmpty(): boolean {
    return this.stats.length === 0;
  }

  /** Writes the field after the fields of a row, whose closing brace is still to come. */
  write(writer: ByteWriter, row: number): void {
    if (this.isEmpty) return;
    writer.reserve(1);
    if (writer.bytes[writer.length - 1] !== 0x7b) writer.byte(0x2c); // a brace at this place can only be the row's opening one
    for (const { prefix, column } of this.stats) {
      writer.copy(prefix, 0, prefix.length);
      writeValue(writer, column, row);
    }
    writer.reserve(1);
    writer.byte(0x7d);
  }
}

/** The stats of each row as a line of its own, `{"__dj__stats__":{…}}`; `{}` when nothing was measured. */
export function encodeStats(batch: Batch): Uint8Array {
  const stats = new StatWriter(batch.columns);
  const writer = new ByteWriter(64 * batch.rows);
  for (let row = 0; row < batch.rows; row++) {
    writer.reserve(1);
    writer.byte(0x7b);
    stats.write(writer, row);
    writer.reserve(2);
    writer.byte(0x7d);
    writer.byte(0x0a);
  }
  return writer.finish();
}
