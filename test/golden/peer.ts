/** Reads the recorded results of Data-Juicer 1.6.1, which lie beside the project and are not part of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StatValue } from '../../src/ops/define.js';
import { projectRoot } from '../ops/support.js';

/** A document of the recorded input. */
export interface Doc {
  id: number;
  text: string;
  meta: object;
}

/** One recorded result; keys of objects are ids as strings. */
export interface Golden {
  op: string;
  kind: string;
  config: object;
  kept?: number[];
  stats?: Record<string, Record<string, StatValue>>;
  changed?: Record<string, string>;
  changed_md5?: Record<string, string>;
  text_md5?: Record<string, string>;
  /** Of mappers that make several rows of one: how many of which, and their texts. */
  n_rows_per_id?: Record<string, number>;
  n_out?: number;
  dropped?: number[];
  /** Fields that a mapper set, of each row that it made; only where they hold something. */
  fields?: Record<string, Record<string, unknown>[]>;
  multi?: Record<string, string[]>;
  multi_md5?: Record<string, string>;
}

const REVERSED = "(row) => ({ ...row, text: Array.from(row.text).reverse().join('') })";
/** Ops that stand in for one that runs Python, with what does here what was recorded there. */
export const TWINS: Record<string, { of: string; params: object }> = {
  js_lambda_mapper: { of: 'python_lambda_mapper', params: { lambda_str: REVERSED } },
  js_file_mapper: { of: 'python_lambda_mapper', params: {} },
};

const FOLDER = join(projectRoot(), '..', 'shared', 'golden');

/** Why the comparison is left out, or false. With JUICER_REQUIRE_ALL=1 it is never left out: a missing folder then fails. */
export const SKIP: string | false =
  existsSync(join(FOLDER, 'input.jsonl')) || process.env.JUICER_REQUIRE_ALL === '1'
    ? false
    : 'the recorded results of Data-Juicer are not beside the project (../shared/golden)';

/** Every document, in file order. */
export function readDocs(): Doc[] {
  const lines = readFileSync(join(FOLDER, 'input.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Doc);
}

/** Names of the recorded results of an op: one for each set of parameters. */
export function goldenFiles(op: string): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).filter((file) => file.startsWith(`${op}.`)).sort(); // prettier-ignore
}

/** One recorded result. Folders that its parameters name are those of the recorded files; what its run did with errors is none of them. */
export function readGolden(file: string): Golden {
  const bytes = readFileSync(join(FOLDER, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const isFolder = (key: string): boolean => key === 'stopwords_dir' || key === 'flagged_words_dir';
  return JSON.parse(text, (key, value: unknown) => {
    if (key === 'skip_op_error') return undefined;
    return isFolder(key) ? join(FOLDER, 'assets') : value;
  }) as Golden;
}

/** Every recorded result of one operator, in the order in which they were recorded: its file, and the seconds that it took. */
export function recordedResults(): { file: string; op: string; seconds: number }[] {
  const text = readFileSync(join(FOLDER, 'index.json'), 'utf8');
  const index = JSON.parse(text) as Record<string, { kind: string; seconds?: number }>;
  return Object.entries(index).flatMap(([name, { seconds = 0 }]) => {
    const [op = ''] = name.split('.');
    const file = ['.json', '.json.gz'].map((end) => `${name}${end}`).find((f) => existsSync(join(FOLDER, f)));
    return op === 'pipeline' || file === undefined ? [] : [{ file, op, seconds }];
  });
}
