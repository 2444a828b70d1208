/** The rows of a batch as lines of a file of JSON lines. */
import { JuicerError } from '../../model/errors.js';
import { isNull } from '../../table/bitmap.js';
import { ByteWriter } from '../../table/byte-writer.js';
import type { Batch, Column, Int32Column } from '../../table/column.js';
import { writeValue } from '../../table/write-value.js';
import { STATS_STRUCT, type FileColumn, type FileSchema } from './file-schema.js';

/** A column with the bytes before its value: comma and key. */
interface Member {
  prefix: Uint8Array;
  column: Column;
  /** Whether a null is written. It never is in a json column, where `null` is the text of a value. */
  nulls: boolean;
}

/**
 * The lines of a batch, each ended by a line feed. Fields stand in the order of the row's layout.
 * @throws JuicerError E_LIMIT when a number is not finite.
 */
export function writeRows(batch: Batch, schema: FileSchema): Uint8Array {
  const writer = new ByteWriter(sizeOf(batch));
  const shapes = new RowShapes(batch, schema);
  for (let row = 0; row < batch.rows; row++) {
    writer.reserve(1);
    writer.byte(0x7b);
    writeMembers(writer, shapes.members(row), row);
    if (shapes.stats.length > 0) writeStats(writer, shapes.stats, row);
    writer.reserve(2);
    writer.byte(0x7d);
    writer.byte(0x0a);
  }
  return writer.finish();
}

function sizeOf({ rows, columns }: Batch): number {
  return columns.reduce((sum, column) => {
    const isText = column.kind === 'utf8' || column.kind === 'json';
    const key = column.name.length + 4;
    return sum + rows * key + (isText ? Math.ceil(column.values.length * 1.05) : 16 * rows);
  }, 64);
}

function writeMembers(writer: ByteWriter, members: readonly Member[], row: number): void {
  let skip = 1; // the comma of the first
  for (const { prefix, column, nulls } of members) {
    const empty = isNull(column, row);
    if (empty && !nulls) continue;
    writer.copy(prefix, skip, prefix.length);
    skip = 0;
    // A row kept raw stands in the line as it is, like any JSON text.
    if (column.role === 'raw' && !empty) writeValue(writer, { ...column, kind: 'json' } as Column, row);
    else if (column.kind === 'double' && !empty)
      writeDouble(writer, column.name, column.values[row] as number);
    else writeValue(writer, column, row);
  }
}

const STATS = Buffer.from(`,"${STATS_STRUCT}":{`);

function writeStats(writer: ByteWriter, stats: readonly Member[], row: number): void {
  writer.copy(STATS, 0, STATS.length);
  writeMembers(writer, stats, row);
  writer.reserve(1);
  writer.byte(0x7d);
}

/** The shortest text that reads as this number again; JSON has a negative zero too. */
function writeDouble(writer: ByteWriter, name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new JuicerError(
      'E_LIMIT',
      `column "${name}" has a number that is not finite, which JSON cannot hold`,
    );
  writer.reserve(32);
  writer.ascii(Object.is(value, -0) ? '-0' : String(value));
}

/** Which members a row has, by its layout. */
class RowShapes {
  readonly stats: readonly Member[];
  private readonly leading: readonly Member[];
  private readonly fields: readonly Member[];
  private readonly layout: Int32Column | undefined;
  private readonly known = new Map<number, readonly Member[]>();

  constructor(
    batch: Batch,
    private readonly schema: FileSchema,
  ) {
    const all = schema.columns.map((column, i) => memberOf(column, batch.columns[i] as Column));
    const of = (...roles: string[]): Member[] => all.filter(({ column }) => roles.includes(column.role));
    this.leading = of('row', 'layout');
    this.fields = [...of('field'), ...of('raw')];
    this.stats = of('stat').map((member) => ({ ...member, nulls: member.column.kind !== 'json' }));
    this.layout = batch.columns.find((column): column is Int32Column => column.role === 'layout');
  }

  /** Row number and layout, the fields of the layout, then all others that are not null. */
  members(row: number): readonly Member[] {
    const layout = this.layout?.values[row] ?? -1;
    let members = this.known.get(layout);
    if (!members) this.known.set(layout, (members = this.shape(this.schema.layouts[layout] ?? [])));
    return members;
  }

  private shape(names: readonly string[]): Member[] {
    const byName = new Map(this.fields.map((member) => [member.column.name, member]));
    const inOrder = names.flatMap((name) => {
      const member = byName.get(name);
      return member?.column.role === 'field' ? [member] : [];
    });
    const others = this.fields.filter((member) => !inOrder.includes(member));
    const shown = inOrder.map((member) => ({ ...member, nulls: member.column.kind !== 'json' }));
    return [...this.leading, ...shown, ...others];
  }
}

function memberOf({ stored }: FileColumn, column: Column): Member {
  return { prefix: Buffer.from(`,${JSON.stringify(stored)}:`), column, nulls: false };
}
