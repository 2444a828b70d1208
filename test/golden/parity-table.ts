/** The table of docs/parity.md: every op against every recorded result of it. */
import { builtInOps } from '../../src/ops/registry.js';
import { prepared } from '../ops/support.js';
import { compare, speed } from './compare.js';
import { readDocs, readGolden, recordedResults, TWINS } from './peer.js';

const HEADER = ['Op', 'Parameters', 'Equal', 'Largest difference', 'Documents/s', "Data-Juicer's run"];

/** A recorded result and the op here that is held against it. */
export interface Compared {
  file: string;
  op: string;
  seconds: number;
  /** In the place of those that were recorded. */
  params?: object;
}

/** The recorded results of one operator that are held against an op; in the place of one that runs Python stand its twins. */
export function comparedResults(): Compared[] {
  return recordedResults().flatMap((recorded) => {
    if (builtInOps().get(recorded.op)) return [recorded];
    const twins = Object.entries(TWINS).filter(([, { of }]) => of === recorded.op);
    return twins.map(([op, { params }]) => ({ ...recorded, op, params }));
  });
}

/** Lines of the table, then what it does not hold. */
export function parityTable(): string {
  const compared = comparedResults();
  const rows: string[][] = [];
  const others = new Set<string>();
  for (const one of compared) {
    const row = parityRow(one);
    if (row) rows.push(row);
    else others.add(one.op);
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [HEADER, HEADER.map(() => '---'), ...rows].map(line).join('\n');
  const files = new Set(compared.map(({ file }) => file));
  const missing = new Set(recordedResults().flatMap(({ file, op }) => (files.has(file) ? [] : [op])));
  return [
    table,
    ...remark('Compared by tests of their own, since their results are not made row by row', [...others]),
    ...remark('Recorded too, of operators that are not here', [...missing]),
  ].join('\n\n');
}

function parityRow({ file, op: name, seconds, params }: Compared): string[] | null {
  const docs = readDocs();
  const golden = readGolden(file);
  const config = params ?? golden.config;
  const op = prepared(name, config);
  const found = compare(op, golden, docs);
  if (!found) return null;
  return [
    `\`${name}\``,
    parameters(config),
    `${thousands(found.equal)} of ${thousands(found.compared)}`,
    found.difference === null ? '' : found.difference === 0 ? '0' : found.difference.toExponential(1),
    thousands(Number(speed(op, docs).toPrecision(2))),
    `${seconds.toFixed(2)} s`,
  ];
}

/** Without folders, which are those of the machine that compares. */
function parameters(config: object): string {
  const shown = Object.entries(config).filter(([name]) => !name.endsWith('_dir'));
  const text = shown.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
  if (text === '') return 'defaults';
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  const fence = short.includes('`') ? '``' : '`';
  return `${fence}${short.replaceAll('|', '\\|')}${fence}`;
}

function remark(words: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${words}: ${names.map((name) => `\`${name}\``).join(', ')}.`];
}

function thousands(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
