/** Helpers of the table tests. */
import type { Column, Table, TextColumn } from '../../src/table/column.js';
import { bitAt, isNull } from '../../src/table/bitmap.js';
import { parseJsonl, type ParsedRange } from '../../src/table/from-jsonl.js';
import { jsonAt } from '../../src/table/strings.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';

/** Parses lines with the text field `text`, from row 0 at the start of a file. */
export function parse(lines: string | Uint8Array, textKey = 'text'): ParsedRange {
  const bytes = typeof lines === 'string' ? Buffer.from(lines) : lines;
  return parseJsonl(bytes, { textKey, rowStart: 0 });
}

/** The table as JSON lines. */
export function format(table: Table, options: { keepStats?: boolean; textChanged?: boolean } = {}): string {
  const { keepStats = false, ...rest } = options;
  return Buffer.from(encodeJsonl(table, table.layouts, { textKey: 'text', keepStats, ...rest })).toString();
}

/** The column of a name in the first batch. */
export function column(table: Table, name: string): Column {
  const found = table.batches[0]?.columns.find((c) => c.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
}

/** Kinds of the columns of role field by name. */
export function kinds(table: Table): Record<string, string> {
  const fields = table.batches[0]?.columns.filter((c) => c.role === 'field') ?? [];
  return Object.fromEntries(fields.map((c) => [c.name, c.kind]));
}

/** The values of a column, texts as stored. */
export function valuesOf(c: Column, rows: number): unknown[] {
  return Array.from({ length: rows }, (_, i) => {
    if (isNull(c, i)) return null;
    if (c.kind === 'utf8' || c.kind === 'json') return jsonAt(c as TextColumn, i);
    return c.kind === 'bool' ? bitAt(c.values, i) : c.values[i];
  });
}

/** All that a table holds, in a form that assert can compare whatever its batches. */
export function contents(table: Table): unknown {
  const columns = table.batches[0]?.columns.map(({ name, role, kind }) => ({ name, role, kind })) ?? [];
  const values = columns.map((_, k) =>
    table.batches.flatMap((b) => valuesOf(b.columns[k] as Column, b.rows)),
  );
  return { layouts: table.layouts, columns, values };
}

/** Lines that are hard to keep: each is compact JSON with the escapes that JSON.stringify makes. */
export const HARD_LINES = [
  '{"text":"a","n":9007199254740993,"m":1}',
  '{"text":"b","n":9223372036854775807,"m":1.0}',
  '{"text":"c","n":-9223372036854775808,"m":-0}',
  '{"text":"d","n":0,"big":1e400}',
  '{"text":"e","big":1e21}',
  '{"text":"f","d":0.1}',
  '{"text":"g","d":1e+21}',
  '{"text":"h","d":12}',
  '{"text":"i","date":"2024-01-01","time":"2024-01-01T00:00:00Z"}',
  '{"text":"","empty":"","none":null,"b":true}',
  '{"b":false,"text":"order","none":null}',
  '{"text":"nul \\u0000 \\u001f \\b\\f\\n\\r\\t \\" \\\\ / \u007f"}',
  '{"text":"\ufeffbom inside \ufeff","x":"\ufeff"}',
  '{"text":"astral \u{1f600} han \u4e2d \u2028 \u2029 \u00e9"}',
  '{"text":"nested","o":{"z":[1,1.0,-0,{"a":null,"a":2}],"":{}},"l":[]}',
  '{"text":"mixed","o":3,"l":"x"}',
  '{"text":"proto","__proto__":{"a":1},"constructor":"c","toString":5}',
  '{"text":"names","":1,"__dj__row__":2,"field:a":3,"a,b":4,"a.b":5,"7":6,"parent":1,"num_children":2,"fields":3,"\u00fc\u{1f600}":7}',
  '{"text":"reserved","__dj__stats__":{"mine":1}}',
  '{"text":"twice","a":1,"a":2}',
  '{"text":"first","\\u0074ext":"last"}',
  '{"text":"lone key","\\ud800":1}',
];
