/** `juicer ops`: which ops there are, and all about one of them. */
import { EXIT, JuicerError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import type { OpRegistry } from '../../ops/registry.js';
import { describeOp } from '../../ops/run.js';
import { recipeJsonSchema } from '../../recipe/json-schema.js';
import type { Args, CommandBody } from '../command.js';
import { allOps, opCalled, opsWith, type Found } from '../ops/find.js';
import { writeNewOp } from '../ops/new.js';
import { registryWith } from '../ops/own.js';
import { opText } from '../ops/show-text.js';
import type { Output } from '../output.js';
import { textTable } from '../text-table.js';

/** What an action is given besides its words. */
interface Scene {
  args: Args;
  out: Output;
  /** With the own ops that are named. */
  registry: OpRegistry;
}

type Action = (words: readonly string[], scene: Scene) => void;

const ACTIONS: Record<string, Action> = { list, search, show, schema, new: write };

/** Lists, searches and shows ops. */
export const opsCommand: CommandBody = {
  count: [0, 20],
  flags: {
    custom: {
      type: 'list',
      value: 'PATH',
      help: 'also show the own ops of a file, folder or package (with --allow-code); may be repeated',
    },
    dir: { type: 'string', value: 'FOLDER', help: 'new: folder of the file (ops)' },
    js: { type: 'boolean', help: 'new: write JavaScript, not TypeScript' },
  },
  example: 'juicer ops show text_length_filter',
  run(args, out) {
    const [name = 'list', ...words] = args.positionals;
    const action = actionCalled(name);
    action(words, { args, out, registry: registryWith(args.list('custom')) });
    return Promise.resolve(EXIT.done);
  },
};

function actionCalled(name: string): Action {
  const names = Object.keys(ACTIONS);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action) return action;
  const [near] = nearest(name, names, 1);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  throw new JuicerError('E_USAGE', `unknown action ${JSON.stringify(name)}${guess}`, {
    hint: `it is one of ${names.join(', ')}`,
  });
}

function list(words: readonly string[], { out, registry }: Scene): void {
  atMost(words, 0, 'list');
  const found = allOps(registry);
  tellFound(found, out);
  out.note(
    `${found.missing.length} more operators of Data-Juicer are known; juicer ops show NAME says why not here`,
  );
}

function search(words: readonly string[], { out, registry }: Scene): void {
  if (words.length === 0) throw new JuicerError('E_USAGE', 'juicer ops search: WORDS are missing');
  const found = opsWith(registry, words);
  tellFound(found, out);
  for (const { name, reason } of found.missing) out.note(`${name}: ${reason}`);
  if (found.ops.length + found.missing.length === 0) out.note('no op has all of these words');
}

function tellFound({ ops, missing }: Found, out: Output): void {
  const rows = ops.map(({ name, kind, summary }) => ({ name, kind, summary }));
  if (out.form === 'jsonl') {
    for (const row of rows) out.data('', row);
    return;
  }
  const table = textTable(
    ['Op', 'What it does'],
    rows.map((row) => [row.name, row.summary]),
  );
  out.data(rows.length === 0 ? '' : table, { schemaVersion: 1, ops: rows, missing });
}

function show(words: readonly string[], { out, registry }: Scene): void {
  const found = opCalled(registry, oneName(words, 'show'));
  if ('reason' in found) {
    const { name, reason } = found;
    out.data(`${name}: ${reason}`, { schemaVersion: 1, name, available: false, reason });
    return;
  }
  const description = describeOp(found);
  out.data(opText(description), { schemaVersion: 1, available: true, ...description });
}

function schema(words: readonly string[], { out, registry }: Scene): void {
  if (words.length === 0) {
    const whole = recipeJsonSchema(registry);
    out.data(JSON.stringify(whole, null, 2), whole);
    return;
  }
  const found = opCalled(registry, oneName(words, 'schema'));
  if ('reason' in found) throw new JuicerError('E_UNSUPPORTED', `op ${found.name}: ${found.reason}`);
  const { params } = describeOp(found);
  out.data(JSON.stringify(params, null, 2), params);
}

function write(words: readonly string[], { args, out }: Scene): void {
  const name = oneName(words, 'new');
  const file = writeNewOp({ name, folder: args.text('dir') ?? 'ops', js: args.on('js') });
  out.data(file, { schemaVersion: 1, name, file });
  out.note(
    `name it in a recipe: custom_operator_paths: [${file}], and ${name} in process; juicer validate --allow-code tries it`,
  );
}

function oneName(words: readonly string[], action: string): string {
  atMost(words, 1, action);
  const [name] = words;
  if (name === undefined) throw new JuicerError('E_USAGE', `juicer ops ${action}: NAME is missing`);
  return name;
}

function atMost(words: readonly string[], count: number, action: string): void {
  const [word] = words.slice(count);
  if (word !== undefined)
    throw new JuicerError('E_USAGE', `juicer ops ${action}: unexpected argument ${word}`);
}
