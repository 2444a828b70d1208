/** The lines of a file of JSON lines as a table. */
import { JuicerError } from '../../model/errors.js';
import { ROW_GROUP, type Batch, type Table } from '../../table/column.js';
import { JsonScanner } from '../../table/json-scan.js';
import { latin1Text, memberKey, sameBytes } from '../../table/member-key.js';
import type { Members } from '../../table/members.js';
import { emptyBatch } from './empty-batch.js';
import { STATS_STRUCT, type FileSchema } from './file-schema.js';
import { ValueCollector } from './value-collector.js';

const LF = 0x0a;

/**
 * The table whose rows are the lines from `start` on, the last one ended too.
 * @throws JuicerError E_CHECKPOINT when a line is none of a file with this schema.
 */
export function readRows(bytes: Buffer, start: number, schema: FileSchema): Table {
  const reader = new RowReader(bytes, schema);
  const batches: Batch[] = [];
  for (let at = start; at < bytes.length;) {
    reader.startBatch();
    let rows = 0;
    for (; rows < ROW_GROUP.rows && at < bytes.length; rows++) {
      const end = bytes.indexOf(LF, at);
      reader.read(at, end, rows);
      at = end + 1;
    }
    batches.push(reader.finishBatch(rows));
  }
  return { layouts: schema.layouts, batches: batches.length > 0 ? batches : [emptyBatch(schema)] };
}

class RowReader {
  private readonly row: ObjectReader;
  private readonly stats: ObjectReader;
  private collectors: ValueCollector[] = [];

  constructor(
    bytes: Buffer,
    private readonly schema: FileSchema,
  ) {
    const places = schema.columns.map(({ stored, role }, i) => [stored, i, role] as const);
    const plain = places.filter(([, , role]) => role !== 'stat');
    const stats = places.filter(([, , role]) => role === 'stat');
    this.row = new ObjectReader(bytes, [
      ...plain,
      ...(stats.length > 0 ? [[STATS_STRUCT, -1] as const] : []),
    ]);
    this.stats = new ObjectReader(bytes, stats);
  }

  startBatch(): void {
    this.collectors = this.schema.columns.map((column) => new ValueCollector(column, ROW_GROUP.rows));
  }

  finishBatch(rows: number): Batch {
    return { rows, columns: this.collectors.map((collector) => collector.finish(rows)) };
  }

  read(start: number, end: number, row: number): void {
    this.row.read(start, end, (column, members, slot) => {
      if (column >= 0) this.add(this.row, { column, members, slot }, row);
      else this.readStats(members, slot, row);
    });
  }

  private readStats(members: Members, slot: number, row: number): void {
    const [from, to] = [members.valueStart[slot] as number, members.valueEnd[slot] as number];
    this.stats.readWithin(from, to, (column, inner, at) => {
      this.add(this.stats, { column, members: inner, slot: at }, row);
    });
  }

  private add(of: ObjectReader, o: { column: number; members: Members; slot: number }, row: number): void {
    const { members, slot } = o;
    const value = {
      bytes: of.source,
      start: members.valueStart[slot] as number,
      end: members.valueEnd[slot] as number,
      kind: members.valueKind[slot] as number,
    };
    if (this.collectors[o.column]?.add(row, value) !== true) throw foreignLine();
  }
}

type OnMember = (column: number, members: Members, slot: number) => void;

/** Reads objects whose keys are known; which column a key leads to is looked up where it stood in the row before. */
class ObjectReader {
  /** The bytes that the slices of the members last given are of. */
  source: Buffer;
  private readonly columns: ReadonlyMap<string, number>;
  private scanner: JsonScanner;
  private readonly last: { key: Uint8Array; column: number }[] = [];

  constructor(
    private readonly bytes: Buffer,
    columns: readonly (readonly [string, number, ...unknown[]])[],
  ) {
    this.source = bytes;
    this.scanner = new JsonScanner(bytes);
    this.columns = new Map(columns.map(([name, i]) => [name, i]));
  }

  /** Reads the object on a line. */
  read(start: number, end: number, onMember: OnMember): void {
    if (this.scanner.object(start, end) !== 'object') throw foreignLine();
    const { members } = this.scanner;
    for (let slot = 0; slot < members.count; slot++) onMember(this.columnOf(members, slot), members, slot);
  }

  /** Reads an object within a line: copied, as the scanner needs a line feed behind it. */
  readWithin(start: number, end: number, onMember: OnMember): void {
    const line = Buffer.allocUnsafe(end - start + 1);
    this.bytes.copy(line, 0, start, end);
    line[end - start] = LF;
    this.source = line;
    this.scanner = new JsonScanner(line);
    this.read(0, end - start, onMember);
  }

  private columnOf(members: Members, slot: number): number {
    const [start, end] = [members.keyStart[slot] as number, members.keyEnd[slot] as number];
    const known = this.last[slot];
    if (known && sameBytes(this.source, start, end, known.key)) return known.column;
    const column = this.columns.get(memberKey(this.source, members, slot));
    if (column === undefined) throw foreignLine();
    this.last[slot] = { key: Buffer.from(latin1Text(this.source, start, end), 'latin1'), column };
    return column;
  }
}

function foreignLine(): JuicerError {
  return new JuicerError('E_CHECKPOINT', 'JSON lines file has a line that is no row of its table');
}
