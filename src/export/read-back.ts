/** Reads the files of an export again, in whatever format, as the rows that they were made of. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { splitLines } from '../events/file-lines.js';
import { chunksOf } from '../input/chunks.js';
import type { Manifest, ManifestField } from '../model/artefacts.js';
import type { ExportFormat } from '../model/export.js';
import { JuicerError } from '../model/errors.js';
import type { InputPacking } from '../model/plan.js';
import { chunksIn } from '../storage/files.js';

/** What is needed of a manifest to read its files. */
export type ExportSchema = Pick<Manifest, 'format' | 'schema'>;

/** A row as a plain object. Numbers that a double cannot hold are rounded here; the file has them exactly. */
export type ExportedRow = Record<string, unknown>;

const PACKING: Record<ExportFormat, InputPacking> = {
  jsonl: 'none',
  'jsonl.gz': 'gzip',
  'jsonl.zst': 'zstd',
  csv: 'none',
  parquet: 'parquet',
  arrow: 'arrow',
};

/**
 * The rows of a file. What a format holds as JSON text, or as a null that stands for a missing field, is put back.
 * @throws what the reader of the format throws of a damaged file; JuicerError E_CHECKPOINT with the line that is no row.
 */
export async function* exportedRows(
  file: string,
  { format, schema }: ExportSchema,
): AsyncGenerator<ExportedRow> {
  if (format === 'csv') return yield* csvRows(file, schema.fields);
  const restored = isColumnar(format) ? schema.fields : null;
  let number = 0;
  for await (const line of splitLines(contentOf(file, format))) {
    const row = exportedRow(line, `${file}:${++number}`);
    yield restored ? restore(restored, (name) => row[name]) : row;
  }
}

/** Number of rows in a file, found by reading all of it. Throws what the reader of its format throws. */
export async function countRows(file: string, format: ExportFormat): Promise<number> {
  let rows = 0;
  if (format === 'csv') {
    for await (const _ of csvRecords(file)) rows++;
    return rows - 1;
  }
  for await (const bytes of contentOf(file, format))
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) rows++;
  return rows;
}

function isColumnar(format: ExportFormat): boolean {
  return format === 'parquet' || format === 'arrow';
}

async function* contentOf(file: string, format: ExportFormat): AsyncGenerator<Buffer> {
  for await (const { bytes } of chunksOf(file, PACKING[format])) yield bytes;
}

/**
 * The row of a line. Node's own message quotes it, so that goes no further.
 * @throws JuicerError E_CHECKPOINT that names the place.
 */
export function exportedRow(line: Buffer, place: string): ExportedRow {
  try {
    return JSON.parse(line.toString()) as ExportedRow;
  } catch {
    throw new JuicerError('E_CHECKPOINT', `the export is not as it was committed: ${place} is no JSON`, {
      hint: 'the run makes it again when it is resumed; another run may have been given the same export_path',
    });
  }
}

async function* csvRows(file: string, fields: readonly ManifestField[]): AsyncGenerator<ExportedRow> {
  let header = true;
  for await (const cells of csvRecords(file)) {
    if (header) header = false;
    else
      yield restore(fields, (_, i, { type }) => valueOf(cells[i] ?? '', type, fields[i]?.nullable ?? true));
  }
}

/** An empty cell is null where that may be. */
function valueOf(cell: string, type: string, nullable: boolean): unknown {
  if (cell === '' && nullable) return null;
  if (type === 'string') return cell;
  return type === 'json' ? cell : (JSON.parse(cell) as unknown);
}

function csvRecords(file: string): AsyncIterable<string[]> {
  return Readable.from(chunksIn(file)).pipe(parse({ skip_empty_lines: false })) as AsyncIterable<string[]>;
}

/** The row that columns were made of. */
function restore(
  fields: readonly ManifestField[],
  get: (column: string, index: number, field: ManifestField) => unknown,
): ExportedRow {
  const members: [string, unknown][] = [];
  for (const [i, field] of fields.entries()) {
    const value = get(field.column ?? field.name, i, field);
    if (field.whole_rows && typeof value === 'string') return JSON.parse(value) as ExportedRow;
    if (value === null && field.nulls === 'missing') continue;
    const isText = field.type === 'json' && typeof value === 'string';
    members.push([field.name, isText ? (JSON.parse(value) as unknown) : value]);
  }
  return Object.fromEntries(members);
}
