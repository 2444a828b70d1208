/** What tests of ops share. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Op, RowView } from '../../src/ops/define.js';
import { memberOf } from '../../src/ops/field/member.js';
import { builtInOps } from '../../src/ops/registry.js';
import { namedFiles } from '../../src/engine/named-files.js';
import {
  parseParams,
  prepareOp,
  type PreparedFilter,
  type PreparedMapper,
  type PreparedOp,
} from '../../src/ops/run.js';

/** Folder that holds package.json. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** A row that cannot be changed; `fields` are those besides the text. */
export function rowOf(text: string, fields: object = {}): RowView {
  const field = (path: string): unknown => {
    return path.split('.').reduce(memberOf, { ...fields, text } as unknown);
  };
  return Object.freeze({ text, field, names: [...new Set(['text', ...Object.keys(fields)])] });
}

/** A built-in op by name. */
export function opNamed(name: string): Op {
  const op = builtInOps().get(name);
  if (!op) throw new Error(`no op ${name}`);
  return op;
}

/** Files of the tests for parameters that ops need and that have no default. */
const NEEDED: Record<string, string> = {
  stopwords_dir: 'test/ops/lists',
  flagged_words_dir: 'test/ops/lists',
  sentencepiece_model: 'test/ops/models/unigram.model',
  hf_tokenizer: 'test/ops/models/tokenizer.json',
  file_path: 'test/ops/functions/reverse.ts',
  kenlm_model: 'test/ops/models/small.arpa',
  archives_dir: 'test/ops/archives',
};

/** Fields that rows need for ops that throw without them. */
export const NEEDED_FIELDS = { compressed_file: 'paper.tgz' };

/** The parameters that an op needs, with files of the tests; none for most ops. */
export function neededParams(op: Op): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(op.needs ?? {}).map((param) => [param, join(projectRoot(), NEEDED[param] ?? param)]),
  );
}

/** A built-in op with parameters, ready to run on files of this machine; what it needs and is not given is there. */
export function prepared(name: string, given: object | null): PreparedOp {
  const op = opNamed(name);
  const params = { ...neededParams(op), ...given };
  const files = namedFiles(op, parseParams(op, params));
  const list = (param: string): string[] => files.filter((f) => f.param === param).map((f) => f.path);
  return prepareOp(op, params, (path) => readFileSync(path), list);
}

/** The same for a filter. */
export function preparedFilter(name: string, params: object | null): PreparedFilter {
  const op = prepared(name, params);
  if (op.kind !== 'filter') throw new Error(`${name} is no filter`);
  return op;
}

/** The same for a mapper. */
export function preparedMapper(name: string, params: object | null): PreparedMapper {
  const op = prepared(name, params);
  if (op.kind !== 'mapper') throw new Error(`${name} is no mapper`);
  return op;
}
