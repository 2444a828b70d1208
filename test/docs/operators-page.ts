/** docs/operators.md as it has to read, made from the definitions of the ops and the comments above them. */
import fs from 'node:fs';
import path from 'node:path';
import { fileWords, paramsOf, paramWords, spelt, statsOfExamples } from '../../src/cli/ops/show-text.js';
import { printable } from '../../src/cli/printable.js';
import { filterOutcome, type Example } from '../../src/ops/define.js';
import { knownButMissing, knownNames } from '../../src/ops/known.js';
import { builtInOps } from '../../src/ops/registry.js';
import { describeOp, type OpDescription } from '../../src/ops/run.js';
import { projectRoot, readText } from '../repo/project.js';

/** Characters of an example's text that are shown. */
const SHOWN = 400;

/** The whole page. */
export function operatorsPage(): string {
  const ops = builtInOps().all().map(describeOp);
  const kinds = [...new Set(ops.map(({ kind }) => kind))];
  const sources = opSources();
  const sections = kinds.flatMap((kind) => [
    `## ${titleOf(kind)}`,
    ...ops.filter((op) => op.kind === kind).map((op) => section(op, sources)),
  ]);
  return [introduction(ops), contents(ops), ...sections, missing()].join('\n\n') + '\n';
}

function introduction(ops: readonly OpDescription[]): string {
  return `# Operators

The ${ops.length} ops that there are, with Data-Juicer's names, parameters and results; [parity.md](parity.md) has the comparison, and
[recipe.md](recipe.md#ops) how a recipe names them. \`juicer ops show NAME\` tells the same in a terminal, \`juicer ops schema NAME\` as JSON Schema.

This page is made from the definitions in \`src/ops\` by \`npm run reference\`; a test keeps it equal to them. Texts in examples are written as
in JSON. Stats are in the export with \`keep_stats_in_res_ds: true\`, and in a file of their own with \`export_stats: true\`.`;
}

function contents(ops: readonly OpDescription[]): string {
  return table(
    ['Op', 'What it does'],
    ops.map(({ name, summary }) => [`[${code(name)}](#${name})`, prose(summary)]),
  );
}

function section(op: OpDescription, sources: ReadonlyMap<string, string>): string {
  const marks = [`version ${op.version}`, ...(op.unicode ? ["depends on the runtime's Unicode"] : [])];
  const head = `### ${code(op.name)}\n\n${prose(sources.get(op.name) ?? op.summary)}\n\n_${marks.join('; ')}_`;
  return [head, parameters(op), stats(op), ...files(op), examples(op)].join('\n\n');
}

function parameters(op: OpDescription): string {
  const rows = paramsOf(op).map(([name, schema]) => [
    code(name),
    paramWords(op, name, schema),
    name in op.needs ? 'required' : code(JSON.stringify(schema.default)),
    prose(schema.description ?? ''),
  ]);
  return rows.length === 0 ? 'No parameters.' : table(['Parameter', 'Value', 'Default', 'Meaning'], rows);
}

function stats(op: OpDescription): string {
  const written = Object.entries(op.stats).map(([name, type]) => `${code(name)} (${type})`);
  const other = statsOfExamples(op).map(code);
  if (written.length > 0) return `Stats: ${written.join(', ')}.`;
  return other.length > 0
    ? `Stats depend on the parameters; in the examples: ${other.join(', ')}.`
    : 'No stats.';
}

function files(op: OpDescription): string[] {
  if (op.files.length === 0) return [];
  const items = op.files.map((name) => `- ${code(name)} ${prose(fileWords(op, name))}.`);
  return [`Files, whose content is part of fingerprints:\n\n${items.join('\n')}`];
}

function examples({ kind, examples: list }: OpDescription): string {
  const after = kind === 'filter' ? 'Outcome' : 'After';
  return table(
    ['Parameters', 'Before', after],
    list.map(({ params, before, fields, after: result }) => [
      params === undefined ? 'defaults' : quoted(params),
      fields ? `${quoted(before)} in a row with ${quoted(fields)}` : quoted(before),
      outcome(result),
    ]),
  );
}

function outcome(after: Example['after']): string {
  const shown = filterOutcome({ after });
  if (!shown) return quoted(after);
  const found = Object.entries(shown.stats).map(([name, value]) => `${code(name)} ${quoted(value)}`);
  return [shown.keep ? 'kept' : 'dropped', ...found].join(', ');
}

function missing(): string {
  const byReason = new Map<string, string[]>();
  for (const name of knownNames().toSorted()) {
    const reason = knownButMissing(name) ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), code(name)]);
  }
  const rows = [...byReason].map(([reason, names]) => [reason, names.join(', ')]);
  return `## Operators of Data-Juicer that are not here\n\nA recipe that names one is refused with the reason.\n\n${table(['Reason', 'Operators'], rows)}`;
}

/** The comment at the top of the file that defines each op, as one paragraph. */
function opSources(): Map<string, string> {
  const found = new Map<string, string>();
  const folder = path.join(projectRoot(), 'src/ops');
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts')) continue;
    const source = readText(path.join('src/ops', entry));
    const [, name] = /^ {2}name: '(\w+)',$/m.exec(source) ?? [];
    const [, comment] = /^\/\*\*([^]*?)\*\//.exec(source) ?? [];
    if (name !== undefined && comment !== undefined)
      found.set(
        name,
        comment
          .replace(/^ \* ?/gm, '')
          .replace(/\s+/g, ' ')
          .trim(),
      );
  }
  return found;
}

function titleOf(kind: string): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}s`;
}

function quoted(value: unknown): string {
  return code(spelt(value, SHOWN));
}

/** A code span, also of what has back quotes in it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** Words that Markdown must not read as a tag; what stands in back quotes is left alone. */
function prose(text: string): string {
  const parts = printable(text).split(/(`[^`]*`)/);
  return parts.map((part, k) => (k % 2 === 1 ? part : part.replaceAll('<', '&lt;'))).join('');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
