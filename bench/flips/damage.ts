/** Damages a finished run again and again, one file at a time: the readers must refuse it and a fresh start make it good. */
import '../chain/poison.js';
import fs from 'node:fs';
import path from 'node:path';
import type { Random } from '../corpus/random.js';
import { runChain } from '../chain/run-chain.js';
import { smallRun, type SmallRun } from '../chain/small-run.js';
import { judgeManifest, remainsOf, type Remains } from '../sweep/judge.js';
import { targetsOf, type Target } from './targets.js';

/** What is done to a file: one bit is turned over, or its end is cut off. */
export type Harm = 'flip' | 'truncation';

/** One damage and what came of it. */
export interface Damage {
  harm: Harm;
  name: string;
  kind: Target['kind'];
  /** The bit that was flipped, or the bytes that were left. */
  at: number;
  detected: boolean;
  /** Whether a fresh start came to the same export, results, counts and quarantined rows. */
  same_end: boolean;
}

/** A run that stands before its clean-up, with all reports of a run that was finished before. */
export async function finishedRun(root: string): Promise<{ small: SmallRun; remains: Remains }> {
  const small = smallRun(root);
  for (const last of [undefined, 'commitExport'] as const) {
    const { stopped } = await runChain(small, last);
    if (stopped) throw new Error(`the undisturbed run stopped: ${stopped.message}`);
  }
  return { small, remains: remainsOf(small) };
}

/** Damages one file at random, asks its reader, and lets the run go on. */
export async function damageOnce(
  { small, remains }: { small: SmallRun; remains: Remains },
  harm: Harm,
  random: Random,
): Promise<Damage> {
  const target = random.oneOf(targetsOf(small));
  const file = path.join(small.run.dir, target.name);
  const before = fs.readFileSync(file);
  const at = harm === 'flip' ? random.below(before.length * 8) : random.below(before.length);
  const after = harm === 'flip' ? flipped(before, at) : before.subarray(0, at);
  fs.writeFileSync(file, after);
  const detected = target.refused();
  // A reader may have set the file aside.
  fs.writeFileSync(file, after);
  const { stopped } = await runChain(small, 'commitExport');
  const same_end =
    stopped === null && endOf(remainsOf(small)) === endOf(remains) && judgeManifest(small).length === 0;
  // A file that nothing needed, a later checkpoint being good, stands as it was.
  if (fs.readFileSync(file).equals(after)) fs.writeFileSync(file, before);
  fs.rmSync(path.join(small.run.dir, 'set_aside'), { recursive: true, force: true });
  return { harm, name: target.name, kind: target.kind, at, detected, same_end };
}

function endOf({ data, ...remains }: Remains): string {
  const results = Object.entries(data).filter(([name]) => name.startsWith('results/'));
  return JSON.stringify({ ...remains, results });
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}
