/** The seed pipeline as a plain function on text: the very ops of the product, row after row. */
import fs from 'node:fs';
import { builtInOps } from '../../src/ops/registry.js';
import { prepareOp, type PreparedOp } from '../../src/ops/run.js';
import { SEED_PROCESS, TEXT_KEY } from './seed.js';

type Row = Record<string, unknown>;

/** Makes the ops ready; the function it gives turns JSON lines into those of the rows kept, with a line feed after each. */
export function seedPipeline(): (text: string) => string {
  const ops = SEED_PROCESS.flatMap((entry) => Object.entries(entry)).map(([name, params]) => {
    const op = builtInOps().get(name);
    if (!op) throw new Error(`there is no op ${name}`);
    return prepareOp(op, params, (path) => fs.readFileSync(path));
  });
  return (text) => {
    let lines = '';
    for (const line of text.split('\n')) {
      const row = parse(line);
      if (row && survives(row, ops)) lines += `${JSON.stringify(row)}\n`;
    }
    return lines;
  };
}

function parse(line: string): Row | null {
  if (line.trim() === '') return null;
  try {
    return JSON.parse(line) as Row;
  } catch {
    return null; // the product sets such a line apart
  }
}

/** Runs the ops on a row, whose text they change, until one drops it. */
function survives(row: Row, ops: readonly PreparedOp[]): boolean {
  const text = row[TEXT_KEY];
  const view = {
    text: typeof text === 'string' ? text : '',
    field: (path: string): unknown => row[path],
    names: Object.keys(row),
  };
  for (const op of ops) {
    if (op.kind === 'mapper') view.text = String(op.map(view));
    else if (!op.keep(op.measure(view))) return false;
  }
  row[TEXT_KEY] = view.text;
  return true;
}
