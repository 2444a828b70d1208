/** How a .csv or .tsv file is to be read, by its first records. */
import { JuicerError } from '../model/errors.js';
import type { CsvDialect } from '../model/plan.js';
import { csvRecords, isTyped } from './csv-lines.js';

/** What is looked at of a file. */
export const SAMPLE = { bytes: 2 ** 20, records: 1000 } as const;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Given the start of the content: the delimiter that the header has most of (tab for .tsv), the names in the header, and the fields whose cells are all
 * numbers or truth values, or empty, in the first thousand records. The text field is never one of them.
 * @throws JuicerError E_INPUT_MISSING when that cannot be read as CSV.
 */
export function csvDialect(file: string, start: Buffer, textKey: string): CsvDialect {
  const head = start.length < SAMPLE.bytes ? start : wholeLines(start.subarray(0, SAMPLE.bytes));
  const delimiter = /\.tsv(\.|$)/i.test(file) ? '\t' : delimiterOf(head);
  const [header, ...records] = recordsOf(file, head, delimiter);
  const fields = namesOf(header ?? []);
  const typed = fields.filter((name, i) => name !== textKey && isTypedField(records, i));
  return { delimiter, fields, typed };
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

function delimiterOf(head: Buffer): string {
  const header = head.subarray(0, head.indexOf(0x0a) + 1 || head.length).toString();
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((d) => bare.split(d).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function recordsOf(file: string, head: Buffer, delimiter: string): string[][] {
  try {
    return csvRecords(head, delimiter, SAMPLE.records + 1).map(({ record }) => record);
  } catch (error) {
    // The parser's message quotes what it met.
    const code = (error as { code?: unknown }).code;
    throw new JuicerError('E_INPUT_MISSING', `input file ${file} cannot be read as CSV: ${String(code)}`, {
      hint: 'check its quotes and its delimiter',
    });
  }
}

/** Every field has a name of its own: one without is `column_N`, one that comes again gets a number. */
function namesOf(header: readonly string[]): string[] {
  const names: string[] = [];
  for (const [i, cell] of header.entries()) {
    const name = cell.trim() === '' ? `column_${i + 1}` : cell;
    let free = name;
    for (let n = 2; names.includes(free); n++) free = `${name}_${n}`;
    names.push(free);
  }
  return names;
}

function isTypedField(records: readonly string[][], i: number): boolean {
  const cells = records.map((record) => record[i] ?? '').filter((cell) => cell !== '');
  return cells.length > 0 && cells.every(isTyped);
}
