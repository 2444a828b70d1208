/** An op described for people. */
import { filterOutcome, type Example } from '../../ops/define.js';
import type { OpDescription } from '../../ops/run.js';
import { printable, shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { valueWords, type ValueSchema } from './value-words.js';

/** Characters of an example's text that are shown. */
const SHOWN = 300;

/** The parameters of an op by name, as a JSON Schema each. */
export function paramsOf({ params }: OpDescription): [name: string, schema: ValueSchema][] {
  return Object.entries((params['properties'] ?? {}) as Record<string, ValueSchema>);
}

/** Name, summary, parameters, stats, files and examples of an op. */
export function opText(op: OpDescription): string {
  const head = `${op.name}  ${op.kind}, version ${op.version}\n${op.summary}`;
  return [head, ...section('Parameters', paramLines(op)), ...section('Stats', statLines(op))]
    .concat(section('Files', fileLines(op)), section('Examples', op.examples.flatMap(exampleLines)))
    .concat(`JSON Schema of the parameters: juicer ops schema ${op.name}`)
    .join('\n\n');
}

/** What a parameter takes; null is no value of one that has to be given. */
export function paramWords({ needs }: OpDescription, name: string, schema: ValueSchema): string {
  const words = valueWords(schema);
  return name in needs ? words.replace(/ or null$/, '') : words;
}

/** What is to be known of a file that an op reads, as words that follow its name. */
export function fileWords(op: OpDescription, name: string): string {
  const advice = op.needs[name];
  if (advice !== undefined) return `has to be given: ${advice}`;
  const isParam = paramsOf(op).some(([param]) => param === name);
  return isParam
    ? 'is read when the op starts; there is a default'
    : 'comes with a package that is installed';
}

/** Names of the stats that an op writes with the parameters of its examples, for one that writes none by default. */
export function statsOfExamples({ stats, examples }: OpDescription): string[] {
  if (Object.keys(stats).length > 0) return [];
  const seen = examples.flatMap((example) => Object.keys(filterOutcome(example)?.stats ?? {}));
  return [...new Set(seen)];
}

/** A value as JSON of at most `width` characters; every space but the plain one is spelt as an escape. */
export function spelt(value: unknown, width: number): string {
  const visible = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return shortened(JSON.stringify(value).replace(/(?! )\p{Zs}/gu, visible), width);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];
}

function paramLines(op: OpDescription): string[] {
  const rows = paramsOf(op).map(([name, schema]) => [
    name,
    name in op.needs ? 'required' : JSON.stringify(schema.default),
    paramWords(op, name, schema),
    schema.description ?? '',
  ]);
  return rows.length === 0 ? ['none'] : textTable(['Name', 'Default', 'Value', 'Meaning'], rows).split('\n');
}

function statLines(op: OpDescription): string[] {
  const lines = Object.entries(op.stats).map(([name, type]) => `${name}  ${type}`);
  return [...lines, ...statsOfExamples(op).map((name) => `${name}  with parameters as in the examples`)];
}

function fileLines(op: OpDescription): string[] {
  return op.files.map((name) => `${name} ${fileWords(op, name)}`);
}

function exampleLines({ params, before, fields, after }: Example): string[] {
  const given = params === undefined ? 'defaults' : JSON.stringify(params);
  const shown = [`  before  ${spelt(before, SHOWN)}`, `  after   ${afterText(after)}`];
  return [printable(given), ...(fields ? [`  fields  ${spelt(fields, SHOWN)}`] : []), ...shown];
}

function afterText(after: Example['after']): string {
  const outcome = filterOutcome({ after });
  if (!outcome) return spelt(after, SHOWN);
  const stats = Object.entries(outcome.stats).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return printable([outcome.keep ? 'kept' : 'dropped', ...stats].join(', '));
}
