/** What Linux tells of processes in /proc. */
import fs from 'node:fs';

/** A process at one moment. */
export interface ProcessStand {
  pid: number;
  parent: number;
  /** Clock ticks from the boot to its start: with the pid it names one process for good. */
  start: string;
  /** User and system time of all its threads so far, in seconds; its children's are not in it. */
  cpu: number;
}

/** Memory of a process in MiB. `pss` counts each shared page in equal parts to those that share it. */
export interface Memory {
  rss: number;
  pss: number;
}

/** The unit of times in /proc, the same on every Linux. */
const TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1024;

/** Every process of the machine that can be seen. */
export function allProcesses(): ProcessStand[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processStand(Number(pid)) ?? []);
}

/** One process; null when it has ended, or runs no more and only waits to be collected. */
export function processStand(pid: number): ProcessStand | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold anything, so the fields are counted from its end: the state is the third of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const cpu = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  return { pid, parent: Number(fields[1]), start: fields[19] ?? '', cpu };
}

/** Memory of a process; null when it has ended. */
export function memoryOf(pid: number): Memory | null {
  const text = readProc(`/proc/${pid}/smaps_rollup`);
  const size = (name: string): number | undefined => {
    const line = text?.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'));
    return line ? Number(line[1]) / KIB_PER_MIB : undefined;
  };
  const rss = size('Rss');
  const pss = size('Pss');
  return rss === undefined || pss === undefined ? null : { rss, pss };
}

function readProc(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    // A process that ends between the listing and the reading.
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
