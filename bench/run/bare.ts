/** The other side: the same ops over the same file in a bare loop, as a process of its own. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureCommand } from '../measure/command.js';
import { round, type Figures } from './figures.js';
import { keptRows } from './kept.js';

const PROGRAM = fileURLToPath(new URL('../bare-loop.js', import.meta.url));

/** Runs the loop over `input` in a fresh folder `dir`, which is removed afterwards. */
export async function measureBare(input: string, docs: number, dir: string): Promise<Figures> {
  fs.mkdirSync(dir, { recursive: true });
  const out = path.join(dir, 'result.jsonl');
  try {
    const measured = await measureCommand({
      args: [PROGRAM, input, out],
      cwd: dir,
      env: process.env,
      group: 'loop',
    });
    const wall = measured.ended_at - measured.spawned_at;
    return {
      wall_s: round(wall),
      start_up_s: null,
      shut_down_s: null,
      docs_per_s: Math.round(docs / wall),
      groups: measured.groups,
      tree: measured.tree,
      kept: await keptRows(out),
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
