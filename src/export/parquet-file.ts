/**
 * A Parquet file of any size from files of one row group each: the engine writes a file as a whole only, which would take
 * all rows in memory. The pages are copied, the footers become one.
 */
import { JuicerError } from '../model/errors.js';
import type { StoreWriter } from '../storage/store.js';
import { readStruct, writeStruct, T, type List, type Struct, type Value } from '../storage/formats/thrift.js';

const MAGIC = Buffer.from('PAR1');

/** Numbers of members, as the format names them. */
const FILE = { rows: 3, groups: 4 } as const;
const GROUP = { columns: 1, rows: 3, offset: 5, ordinal: 7 } as const;
const CHUNK = { offset: 2, meta: 3, indexes: [4, 5, 6, 7] } as const;
const META = { size: 7, offsets: [9, 10, 11] } as const;

/** Joins files that have the same schema. */
export class ParquetFile {
  private footer: Struct | null = null;
  private readonly groups: Struct[] = [];
  private rows = 0;
  private at = 0;

  constructor(private readonly out: StoreWriter) {
    this.append(MAGIC);
  }

  /** Appends the row groups of a file. */
  add(file: Buffer): void {
    const start = file.length - 8 - file.readUInt32LE(file.length - 8);
    const footer = readStruct(file.subarray(start, file.length - 8));
    this.footer ??= footer;
    const groups = structs(footer, FILE.groups);
    const end = Math.max(
      MAGIC.length,
      ...groups.flatMap((group) => structs(group, GROUP.columns)).map(endOf),
    );
    for (const group of groups) this.addGroup(group);
    this.rows += number(footer, FILE.rows);
    this.append(file.subarray(MAGIC.length, end));
  }

  /** Appends the footer. At least one file must have been added; it may be one without rows. */
  end(): void {
    const { footer, groups, rows } = this;
    if (!footer) throw new JuicerError('E_INTERNAL', 'a Parquet file needs a schema');
    footer.set(FILE.rows, { type: T.i64, value: rows });
    footer.set(FILE.groups, { type: T.list, value: { items: T.struct, values: groups } });
    const bytes = writeStruct(footer);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.append(Buffer.concat([bytes, length, MAGIC]));
  }

  /** A group whose pages come to stand at the end of what is there. Indexes of pages are left behind. */
  private addGroup(group: Struct): void {
    const shift = this.at - MAGIC.length;
    move(group, GROUP.offset, shift);
    if (group.has(GROUP.ordinal)) group.set(GROUP.ordinal, { type: T.i16, value: this.groups.length });
    // The ordinal has 16 bits and may be left out.
    if (this.groups.length > 32_767) group.delete(GROUP.ordinal);
    for (const chunk of structs(group, GROUP.columns)) {
      // 0 where the engine leaves the place of a copy of the metadata open.
      if (number(chunk, CHUNK.offset) !== 0) move(chunk, CHUNK.offset, shift);
      for (const index of CHUNK.indexes) chunk.delete(index);
      for (const offset of META.offsets) move(struct(chunk, CHUNK.meta), offset, shift);
    }
    this.groups.push(group);
  }

  private append(bytes: Buffer): void {
    this.out.append(bytes);
    this.at += bytes.length;
  }
}

/** Position after the pages of a column. */
function endOf(chunk: Struct): number {
  const meta = struct(chunk, CHUNK.meta);
  const starts = META.offsets.flatMap((id) => (meta.has(id) ? [number(meta, id)] : []));
  return Math.min(...starts.filter((start) => start > 0)) + number(meta, META.size);
}

function move(of: Struct, id: number, by: number): void {
  const member = of.get(id);
  if (member) of.set(id, { ...member, value: (member.value as number) + by });
}

function structs(of: Struct, id: number): Struct[] {
  return ((of.get(id)?.value as List | undefined)?.values ?? []) as Struct[];
}

function struct(of: Struct, id: number): Struct {
  return of.get(id)?.value as Value as Struct;
}

function number(of: Struct, id: number): number {
  return (of.get(id)?.value ?? 0) as number;
}
