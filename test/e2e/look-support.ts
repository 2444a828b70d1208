/** What the tests of the looking commands share: one real run with a broken line and a row that made an op throw. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { proseLines, recipeWith } from './settings-support.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

/** Id of the run: 294 rows in five partitions. */
export const ID = 'look-1';
/** A row, of partition 1, that makes the first op throw; its text begins so, and has escape sequences. */
export const POISON_ROW = 70;
export const POISON = 'poisoned row';
/** A line, of partition 0, that is no JSON. */
export const BROKEN_ROW = 3;
/** The first op. */
export const OP = 'whitespace_normalization_mapper';
/** Makes the first op throw on that row. */
export const FAULTS = JSON.stringify([{ point: 'op.row', match: POISON, action: 'throw-foreign' }]);

/** The workspace of the run, and commands in it. */
export interface LookedAtRun {
  w: Workspace;
  /** The run's folder. */
  dir: string;
  /** Runs a command and asserts its exit code. */
  ended(args: string[], code: number, env?: Record<string, string>): Promise<CommandResult>;
  /** The same with `-o json`: its output. */
  json<T>(args: string[], code?: number, env?: Record<string, string>): Promise<T>;
  /** A copy of the run's folder, to be damaged; commands take its path. */
  copy(name: string): string;
}

/** Rows as `inspect rows -o json` gives them. */
export interface Rows {
  rows: { row: number; json: string; stats?: Record<string, unknown> }[];
}

/** Makes the run. */
export async function lookedAtRun(): Promise<LookedAtRun> {
  const w = workspace();
  const lines = proseLines().split('\n');
  lines[BROKEN_ROW] = '{"text": "a broken line';
  lines[POISON_ROW] = JSON.stringify({ text: `${POISON} \u001b[31m\u009b2J of an op` });
  w.write('in.jsonl', lines.join('\n'));
  w.write('look.yaml', recipeWith('look', ''));
  const ended: LookedAtRun['ended'] = async (args, code, env) => {
    const result = await w.run(args, env);
    assert.equal(result.code, code, `${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
    return result;
  };
  await ended(['run', 'look.yaml', '--id', ID], 3, { JUICER_FAULTS: FAULTS });
  const dir = w.path(`outputs/look/${ID}`);
  return {
    w,
    dir,
    ended,
    json: async <T>(args: string[], code = 0, env = {}) =>
      JSON.parse((await ended([...args, '-o', 'json'], code, env)).stdout) as T,
    copy(name) {
      const copy = w.path(`copies/${name}`);
      fs.cpSync(dir, copy, { recursive: true });
      return copy;
    },
  };
}

/** A checkpoint of partition 1 in a run's folder, by its stem. */
export function checkpoint(folder: string, stem: string, ending = 'parquet'): string {
  return path.join(folder, `checkpoints/partition_000001/${stem}.${ending}`);
}
