/** Follows the processes of one command and what they cost, by looking at them again and again. */
import { setTimeout as delay } from 'node:timers/promises';
import { allProcesses, memoryOf, type Memory, type ProcessStand } from './proc.js';

/** What some processes cost: CPU seconds (user and system), and their peak memory in MiB, taken over their sum. */
export interface Cost {
  cpu_s: number;
  peak_rss_mb: number;
  peak_pss_mb: number;
}

/** Costs by group, and of all together. */
export interface TreeCost {
  groups: Record<string, Cost>;
  tree: Cost;
}

/** Time between two looks at CPU times. What a process uses after the last one before its end is missed. */
const LOOK_EVERY_MS = 50;
const END_LIMIT_MS = 30_000;
/** Adding up the pages of a process takes its time, so memory is looked at less often. */
const MEMORY_EVERY_LOOKS = 5;

interface Known {
  stand: ProcessStand;
  group: string;
}

/** The processes that descend from one; each belongs to the group that `groups` gives its pid, else to its parent's. */
export class ProcessTree {
  private readonly known = new Map<string, Known>();
  private readonly peaks = new Map<string, Memory>();
  private readonly timer: NodeJS.Timeout;
  private looks = 0;
  private alive = 0;

  /** Starts to look at `root`, whose own group is `own`. */
  constructor(
    private readonly root: number,
    private readonly own: string,
    private readonly groups: () => ReadonlyMap<number, string>,
  ) {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /**
   * Waits for the last of the processes to end and tells the costs.
   * @throws Error when one of them still runs after 30 seconds.
   */
  async end(): Promise<TreeCost> {
    const deadline = Date.now() + END_LIMIT_MS;
    while (this.alive > 0 && Date.now() < deadline) await delay(LOOK_EVERY_MS);
    clearInterval(this.timer);
    if (this.alive > 0) throw new Error(`${this.alive} processes of the measured command do not end`);
    const groups: Record<string, Cost> = {};
    for (const { group } of this.known.values()) groups[group] ??= this.cost(group);
    return { groups, tree: this.cost(null) };
  }

  private look(): void {
    const processes = allProcesses();
    const byPid = new Map(processes.map((p) => [p.pid, p]));
    const named = this.groups();
    const alive: Known[] = [];
    for (const stand of processes) {
      const group = this.groupOf(stand, byPid, named);
      if (group === null) continue;
      const known = { stand, group };
      this.known.set(`${stand.pid}@${stand.start}`, known);
      alive.push(known);
    }
    this.alive = alive.length;
    if (this.looks++ % MEMORY_EVERY_LOOKS === 0) this.weigh(alive);
  }

  /** Null for a process that does not descend from the root. One that lost its parent keeps the group that it had. */
  private groupOf(
    stand: ProcessStand,
    byPid: ReadonlyMap<number, ProcessStand>,
    named: ReadonlyMap<number, string>,
  ): string | null {
    const name = named.get(stand.pid);
    if (name !== undefined) return name;
    if (stand.pid === this.root) return this.own;
    const before = this.known.get(`${stand.pid}@${stand.start}`);
    if (before) return before.group;
    const parent = byPid.get(stand.parent);
    return parent ? this.groupOf(parent, byPid, named) : null;
  }

  private weigh(alive: readonly Known[]): void {
    const sums = new Map<string, Memory>();
    for (const { stand, group } of alive) {
      const memory = memoryOf(stand.pid);
      if (!memory) continue;
      for (const key of [group, '']) {
        const sum = sums.get(key) ?? { rss: 0, pss: 0 };
        sums.set(key, { rss: sum.rss + memory.rss, pss: sum.pss + memory.pss });
      }
    }
    for (const [key, { rss, pss }] of sums) {
      const peak = this.peaks.get(key);
      this.peaks.set(key, { rss: Math.max(rss, peak?.rss ?? 0), pss: Math.max(pss, peak?.pss ?? 0) });
    }
  }

  private cost(group: string | null): Cost {
    const processes = [...this.known.values()].filter((known) => group === null || known.group === group);
    const peak = this.peaks.get(group ?? '') ?? { rss: 0, pss: 0 };
    const cpu = processes.reduce((sum, { stand }) => sum + stand.cpu, 0);
    return {
      cpu_s: Math.round(cpu * 100) / 100,
      peak_rss_mb: Math.round(peak.rss),
      peak_pss_mb: Math.round(peak.pss),
    };
  }
}
