/** Damage to files of a run that nobody works on: those that the next attempt, or the merge, has to read. */
import fs from 'node:fs';
import path from 'node:path';
import type { Harm } from './schedule.js';
import { PARTITIONS } from './shape.js';

/** Does each harm to one of the files that can be damaged; gives the partitions that they belong to. */
export function damage(runDir: string, harms: readonly Harm[]): number[] {
  const hit: number[] = [];
  for (const { file, how, place } of harms) {
    const targets = targetsIn(runDir);
    const target = targets[Math.floor(file * targets.length)];
    if (!target) continue;
    harm(path.join(runDir, target.name), how, place);
    hit.push(target.partition);
  }
  return hit;
}

interface Target {
  name: string;
  partition: number;
}

/**
 * Of a partition that has ended its result and its record; of another the records, quarantined rows and the furthest
 * file. What nobody reads again would stay damaged, rightly: it is not in this list.
 */
function targetsIn(runDir: string): Target[] {
  const there = (name: string): boolean => fs.existsSync(path.join(runDir, name));
  return Array.from({ length: PARTITIONS }, (_, partition) => {
    const stem = `partition_${String(partition).padStart(6, '0')}`;
    const end = [`results/${stem}_processed.parquet`, `results/${stem}.json`];
    if (there(`results/${stem}.json`)) return end.map((name) => ({ name, partition }));
    const folder = `checkpoints/${stem}`;
    const names = there(folder) ? fs.readdirSync(path.join(runDir, folder)).sort() : [];
    const own = ['json', 'quarantine.jsonl', 'parquet'].map((ending) => `partitions/${stem}.${ending}`);
    const all = [...own, ...names.filter((n) => n.startsWith('op_')).map((n) => `${folder}/${n}`)];
    const files = all.filter((name) => name.endsWith('.parquet') && there(name));
    const read = [...all.filter((name) => !name.endsWith('.parquet')), ...files.slice(-1)];
    return read.map((name) => ({ name, partition }));
  })
    .flat()
    .filter(({ name }) => there(name) && fs.statSync(path.join(runDir, name)).size > 0);
}

/** A file that shares its bytes with another name is damaged under both, as on a bad disk. */
function harm(file: string, how: Harm['how'], place: number): void {
  if (how === 'delete') return fs.rmSync(file);
  const size = fs.statSync(file).size;
  const at = Math.floor(place * size);
  if (how === 'truncate') return fs.truncateSync(file, at);
  const fd = fs.openSync(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    fs.readSync(fd, byte, 0, 1, at);
    fs.writeSync(fd, Buffer.of((byte[0] ?? 0) ^ (1 << Math.floor(place * 8 * size) % 8)), 0, 1, at);
  } finally {
    fs.closeSync(fd);
  }
}
