/** From what was seen of the rows to the columns of an export: typed where that loses nothing, JSON text elsewhere. */
import type { ManifestField } from '../model/artefacts.js';
import type { ColumnType, ExportColumn } from '../model/export.js';
import { RESERVED } from '../table/column.js';
import { NUMBER } from './number-fit.js';
import { SEEN, type Shape } from './shape.js';
import type { SeenField, Survey } from './survey.js';

/** Names of fields that not every reader takes: they stand in the file as `field:` and the name with `%` escapes. */
const TRIPS = /^$|^__proto__$|^__dj__raw__$|^field:|^\uFEFF|[,\0]|\p{Surrogate}/u;

/** The columns, in order. `textKey` names the only one when there are no rows. */
export function columnsOf(survey: Survey, o: { format: 'columns' | 'csv'; textKey: string }): ExportColumn[] {
  const decide = o.format === 'csv' ? csvColumn : typedColumn;
  const columns = survey.fields.map((field) => decide(field, survey.rows));
  if (columns.length === 0)
    columns.push({ ...column(o.textKey.split('.', 1)[0] ?? '', { kind: 'string' }), nulls: 'missing' });
  return survey.repeats === 0 ? columns : [...columns, wholeRows(survey)];
}

/** Rows with a key twice: the columns have the last value, as a reader of JSON has it, and this one the whole row. */
function wholeRows(survey: Survey): ExportColumn {
  const reason = `${survey.repeats} rows have a key twice: the column holds each of them whole`;
  const whole = { name: RESERVED.raw, stored: RESERVED.raw, type: { kind: 'json' as const } };
  return { ...whole, nullable: true, nulls: 'missing', widened: reason, whole_rows: true };
}

function typedColumn(field: SeenField, rows: number): ExportColumn {
  const absence = absenceOf(field, rows);
  if (absence.problem !== null) return jsonColumn(field, absence, absence.problem);
  const decided = field.problem === null ? typeOf(field.shape) : { problem: field.problem };
  if ('problem' in decided) return jsonColumn(field, absence, decided.problem);
  return { ...column(field.name, decided.type), ...absence.told, ...widened(decided.note) };
}

/** A cell of text is the string, any other the JSON of the value, as it was spelt. An empty cell stands for what is absent. */
function csvColumn(field: SeenField, rows: number): ExportColumn {
  const typed = typedColumn(field, rows);
  const absence = absenceOf(field, rows);
  const { seen, emptyText } = field.shape;
  if (typed.type.kind === 'string' && typed.nullable && emptyText)
    return jsonColumn(field, absence, 'some texts are empty and some absent: both are an empty cell');
  if (absence.problem !== null || seen === 0 || seen & SEEN.string) return typed;
  return { ...column(field.name, typed.type), ...absence.told };
}

interface Absence {
  told: { nullable: boolean; nulls?: 'null' | 'missing' };
  problem: string | null;
}

function absenceOf({ rows: present, shape }: SeenField, rows: number): Absence {
  const missing = present < rows;
  if (!missing && !shape.nulls) return { told: { nullable: false }, problem: null };
  const both = missing && shape.nulls;
  return {
    told: { nullable: true, nulls: missing ? 'missing' : 'null' },
    problem: both ? 'some rows lack it and some have null' : null,
  };
}

function jsonColumn({ name }: SeenField, { told }: Absence, reason: string): ExportColumn {
  return { ...column(name, { kind: 'json' }), ...told, widened: `kept as JSON text: ${reason}` };
}

function column(name: string, type: ColumnType): ExportColumn {
  return { name, stored: storedName(name), type, nullable: true };
}

function widened(note: string | undefined): { widened?: string } {
  return note === undefined ? {} : { widened: note };
}

function storedName(name: string): string {
  if (!TRIPS.test(name)) return name;
  const escaped = JSON.stringify(name).slice(1, -1);
  return `field:${escaped.replace(/[%,\uFEFF]/g, encodeURIComponent)}`;
}

type Decided = { type: ColumnType; note?: string } | { problem: string };

function typeOf(shape: Shape): Decided {
  switch (shape.seen) {
    case 0:
      return { type: { kind: 'string' }, note: 'string: no value but null was seen' };
    case SEEN.string:
      return { type: { kind: 'string' } };
    case SEEN.bool:
      return { type: { kind: 'bool' } };
    case SEEN.number:
      return numberType(shape);
    case SEEN.list:
      return listType(shape);
    case SEEN.object:
      return structType(shape);
    default:
      return { problem: `values of several kinds: ${kindsOf(shape.seen).join(', ')}` };
  }
}

function kindsOf(seen: number): string[] {
  return Object.entries(SEEN).flatMap(([name, bit]) => (seen & bit ? [name] : []));
}

function numberType({ fits, integers }: Shape): Decided {
  if (fits & NUMBER.int64) return { type: { kind: 'int64' } };
  if (fits & NUMBER.pointed || (fits & NUMBER.plain && !integers)) return { type: { kind: 'double' } };
  if (fits & NUMBER.plain) return { type: { kind: 'double' }, note: 'double: integers among other numbers' };
  return { problem: 'numbers that a column would spell otherwise' };
}

function listType({ items }: Shape): Decided {
  if (!items) return { problem: 'values of several kinds' };
  const inner = typeOf(items);
  if ('problem' in inner) return { problem: `in lists, ${inner.problem}` };
  return { type: { kind: 'list', items: inner.type }, ...noteOf([inner.note]) };
}

function structType({ members }: Shape): Decided {
  const notes: (string | undefined)[] = [];
  const typed: { name: string; type: ColumnType }[] = [];
  for (const { name, shape } of members ?? []) {
    const inner = typeOf(shape);
    if ('problem' in inner) return { problem: `in objects, ${inner.problem}` };
    typed.push({ name, type: inner.type });
    notes.push(inner.note);
  }
  return { type: { kind: 'struct', members: typed }, ...noteOf(notes) };
}

function noteOf(notes: readonly (string | undefined)[]): { note?: string } {
  const found = [...new Set(notes.filter((note) => note !== undefined))];
  return found.length === 0 ? {} : { note: `inside, ${found.join('; ')}` };
}

/** A type in the words of the manifest: `list<int64>`, `struct<a: string, b: double>`. */
function typeText(type: ColumnType): string {
  if (type.kind === 'list') return `list<${typeText(type.items)}>`;
  if (type.kind !== 'struct') return type.kind;
  return `struct<${type.members.map(({ name, type: t }) => `${name}: ${typeText(t)}`).join(', ')}>`;
}

/** Columns as the manifest lists them. */
export function manifestFields(columns: readonly ExportColumn[]): ManifestField[] {
  return columns.map(({ name, stored, type, nullable, nulls, widened: why, whole_rows }) => ({
    name,
    type: typeText(type),
    nullable,
    ...(nulls && { nulls }),
    ...(stored !== name && { column: stored }),
    ...(why !== undefined && { widened: why }),
    ...(whole_rows && { whole_rows }),
  }));
}
