/** Looks at all rows of an export for what decides about its columns: fields, their order, what their values are. */
import { JuicerError } from '../model/errors.js';
import { JsonScanner } from '../table/json-scan.js';
import { memberKey, sameBytes } from '../table/member-key.js';
import { Shape, ShapeReader } from './shape.js';

const LINE_FEED = 0x0a;
const MAX_FIELDS = 10_000;

/** A field of rows. */
export interface SeenField {
  name: string;
  shape: Shape;
  /** Rows that have it. */
  rows: number;
  /** Why it cannot be typed; null while it can. */
  problem: string | null;
}

/** A field while rows are looked at. */
interface Field extends SeenField {
  /** Its key as it was spelt first, without quotes. */
  raw: Buffer;
  /** Place in the order. */
  at: number;
  /** Number of the row that had it last. */
  last: number;
}

/** Grows with the fields, not with the rows. */
export class Survey {
  rows = 0;
  /** Rows with a key twice. */
  repeats = 0;
  /** Whether the keys of all rows come in one order. */
  ordered = true;
  private readonly byName = new Map<string, Field>();
  private order: Field[] = [];
  /** Fields of the row before, in its order: the next row mostly has the same. */
  private recent: Field[] = [];

  /** The fields, in an order that is that of all rows if there is one. */
  get fields(): readonly SeenField[] {
    return this.order;
  }

  /**
   * Adds rows: whole lines.
   * @throws JuicerError E_LIMIT when there are too many fields.
   */
  add(lines: Buffer): void {
    const scanner = new JsonScanner(lines);
    const shapes = new ShapeReader(lines);
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(LINE_FEED, start);
      if (scanner.object(start, end) !== 'object')
        throw new JuicerError('E_INTERNAL', 'a row of the export is no JSON object');
      this.addRow(lines, scanner, shapes);
      this.rows++;
      start = end + 1;
    }
  }

  private addRow(lines: Buffer, { members }: JsonScanner, shapes: ShapeReader): void {
    let before = -1;
    let repeated = false;
    for (let slot = 0; slot < members.count; slot++) {
      const field = this.fieldIn(lines, { members }, slot, before);
      this.recent[slot] = field;
      if (field.last === this.rows) repeated = true;
      else {
        field.rows++;
        if (field.at <= before) this.ordered = false;
      }
      field.last = this.rows;
      before = field.at;
      if (field.problem !== null) continue;
      shapes.problem = null;
      shapes.add(field.shape, members.valueStart[slot] as number);
      field.problem = shapes.problem;
    }
    if (repeated) this.repeats++;
  }

  /** The field of a member; a new one is put behind the one before it in the row. */
  private fieldIn(
    lines: Buffer,
    { members }: Pick<JsonScanner, 'members'>,
    slot: number,
    before: number,
  ): Field {
    const [start, end] = [members.keyStart[slot] as number, members.keyEnd[slot] as number];
    const recent = this.recent[slot];
    if (recent && sameBytes(lines, start, end, recent.raw)) return recent;
    const name = memberKey(lines, members, slot);
    const known = this.byName.get(name);
    if (known) return known;
    if (this.byName.size === MAX_FIELDS)
      throw new JuicerError('E_LIMIT', `the rows have more than ${MAX_FIELDS} fields, too many for columns`, {
        hint: 'set export_path to a .jsonl file',
      });
    const raw = Buffer.from(lines.subarray(start, end));
    const field = { name, raw, shape: new Shape(), rows: 0, problem: null, at: 0, last: -1 };
    this.byName.set(name, field);
    this.order.splice(before + 1, 0, field);
    for (let i = before + 1; i < this.order.length; i++) (this.order[i] as Field).at = i;
    return field;
  }
}
