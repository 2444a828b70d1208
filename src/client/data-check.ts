/** Looks at the first rows of every input file: what is in them, what cannot be read, and how files differ. */
import type { RowPlace } from '../input/converted.js';
import { headOf } from '../input/head.js';
import type { InputSpec } from '../input/scan.js';
import { isBlankLine, parseJsonl } from '../table/from-jsonl.js';

/** What the first rows of a file hold. */
export interface CheckedFile extends InputSpec {
  rows: number;
  /** Rows that a run would quarantine: no text of them. */
  bad: { reason: string; place: RowPlace }[];
  /** Of each field the kinds of its values, sorted. */
  fields: Record<string, string[]>;
}

/** A field that is not the same in all files. */
export interface Drift {
  field: string;
  /** Of each set of kinds (`missing` among them) how many files have it, and the first of these. */
  seen: { kinds: string; files: number; example: string }[];
}

/**
 * Reads up to `rows` rows of a file's first 4 MiB.
 * @throws JuicerError E_INPUT_MISSING when it cannot be opened, E_IO when it cannot be read.
 */
export async function checkFile(
  spec: InputSpec,
  { textKey, rows: most }: { textKey: string; rows: number },
): Promise<CheckedFile> {
  const { rows, damage } = await headOf(spec, textKey);
  const sample = firstRows(rows.bytes, most);
  const parsed = parseJsonl(sample, { textKey, rowStart: 0 });
  const bad: CheckedFile['bad'] = parsed.bad.map(({ line, byteOffset, reason }) => ({
    reason: rows.problems.get(line)?.reason ?? reason,
    place: rows.placeOf(line, byteOffset),
  }));
  if (damage !== null && sample.length === rows.bytes.length)
    bad.push({ reason: 'damaged_file', place: { file: spec.file, line: parsed.lines + 1, byte_offset: 0 } });
  return { ...spec, rows: parsed.lines, bad, fields: fieldsOf(sample) };
}

function firstRows(bytes: Uint8Array, most: number): Uint8Array {
  let rows = 0;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0x0a, at) + 1 || bytes.length;
    if (!isBlankLine(bytes, at, end - 1) && ++rows > most) return bytes.subarray(0, at);
    at = end;
  }
  return bytes;
}

function fieldsOf(bytes: Uint8Array): Record<string, string[]> {
  const fields = new Map<string, Set<string>>();
  for (const line of Buffer.from(bytes).toString().split('\n')) {
    for (const [name, value] of Object.entries(objectIn(line)))
      fields.set(name, (fields.get(name) ?? new Set()).add(kindOf(value)));
  }
  return Object.fromEntries([...fields].map(([name, kinds]) => [name, [...kinds].sort()]));
}

function objectIn(line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // It is among the rows that cannot be read.
    return {};
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Fields that some files lack, or have with values of another kind; null is like any kind. */
export function driftOf(files: readonly CheckedFile[]): Drift[] {
  const sampled = files.filter((file) => Object.keys(file.fields).length > 0);
  const names = [...new Set(sampled.flatMap((file) => Object.keys(file.fields)))];
  return names.flatMap((field) => {
    const seen = new Map<string, { files: number; example: string }>();
    for (const { file, fields } of sampled) {
      const kinds = fields[field]?.filter((kind) => kind !== 'null').join('|') ?? 'missing';
      const known = seen.get(kinds) ?? { files: 0, example: file };
      seen.set(kinds, { ...known, files: known.files + 1 });
    }
    // A field that is null wherever it is has no kind to differ.
    const differing = [...seen].filter(([kinds]) => kinds !== '');
    return differing.length < 2 ? [] : [{ field, seen: differing.map(([kinds, s]) => ({ kinds, ...s })) }];
  });
}
