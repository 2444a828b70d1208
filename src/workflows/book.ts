/** The run's book of partitions: which are done, which did not come through, which are to be started again. */
import type { Again, CarriedBook, PartitionResult, PlannedPartition, Trouble } from '../model/contract.js';
import type { PartitionAsk } from '../model/steering.js';
import type { FailureInfo, NamedFailure, RunCounts } from '../model/verdict.js';
import { IdSet } from '../model/id-set.js';
import { addLedgers, emptyLedger, subtractLedgers, type Ledger } from '../model/ledger.js';

/** Partitions that did not come through are told by name and reason up to this many; beyond that by number. */
const REASONS_KEPT = 100;

/** A plain record of partitions: it decides nothing and starts nothing. */
export class Book {
  /** Place in the order of start up to which partitions were looked at. */
  next: number;
  readonly counts: RunCounts;
  private settled: IdSet;
  private readonly troubled: Map<number, Trouble>;
  private readonly again: Map<number, Again>;

  constructor(carried?: CarriedBook) {
    this.next = carried?.next ?? 0;
    this.counts = carried?.counts ?? emptyCounts();
    this.settled = IdSet.from(carried?.settled ?? '');
    this.troubled = new Map(carried?.troubled.map((t) => [t.partition, t]));
    this.again = new Map(carried?.again.map((a) => [a.partition, a]));
  }

  /** For continue-as-new. */
  carry(): CarriedBook {
    return {
      next: this.next,
      settled: this.settled.toString(),
      counts: { ...this.counts, active: 0 },
      troubled: [...this.troubled.values()],
      again: [...this.again.values()],
    };
  }

  /** Takes over what an earlier execution of the run came to; whether the partition is settled by it. */
  stands({ id, standing }: PlannedPartition): boolean {
    if (!standing || !this.fresh(id)) return false;
    if (standing.status === 'skipped')
      this.trouble({ partition: id, state: 'skipped', failure: standing.failure });
    else this.done(id, standing.ledger);
    return true;
  }

  /** Whether nothing has become of a partition yet, and nothing was asked for it. */
  fresh(id: number): boolean {
    return !this.settled.has(id) && !this.troubled.has(id) && !this.again.has(id);
  }

  /** Notes how a partition's workflow ended. One that yielded, or was asked for meanwhile, is started again. */
  note({ partition, status, failure, ledger }: PartitionResult): void {
    if (status === 'cancelled' || this.again.has(partition)) return;
    if (status === 'done') this.done(partition, ledger);
    else if (status === 'yielded') this.again.set(partition, { partition, ask: null, counted: false });
    else
      this.trouble({ partition, state: status, failure: failure ?? { type: 'Error', message: 'unknown' } });
  }

  /** Wants a partition to be started again, whatever became of it. */
  want(partition: number, ask: PartitionAsk | null): void {
    const counted = this.settled.delete(partition);
    const earlier = this.again.get(partition);
    if (counted) this.counts.completed--;
    this.forget(partition);
    this.again.delete(partition);
    this.again.set(partition, { partition, ask, counted: counted || (earlier?.counted ?? false) });
  }

  /** Partitions that are to be started again, in the order in which that was wanted. */
  wanted(): Again[] {
    return [...this.again.values()];
  }

  /** A wanted partition is being started: its earlier counts, if any, are taken back. */
  starts({ id, standing }: PlannedPartition): void {
    const again = this.again.get(id);
    this.again.delete(id);
    if (!again?.counted) return;
    if (standing?.status === 'done')
      this.counts.ledger = subtractLedgers(this.counts.ledger, standing.ledger);
    else this.recount();
  }

  /** What is known of a partition that did not come through. */
  troubleOf(partition: number): Trouble | null {
    return this.troubled.get(partition) ?? null;
  }

  /** Whether a partition is done. */
  isDone(partition: number): boolean {
    return this.settled.has(partition);
  }

  /** Ids of all parked partitions. */
  get parkedIds(): number[] {
    return [...this.troubled.values()].filter((t) => t.state === 'parked').map((t) => t.partition);
  }

  /** Those that did not come through, with reasons; the first hundred. */
  named(state: Trouble['state']): NamedFailure[] {
    const found: NamedFailure[] = [];
    for (const { partition, state: its, failure } of this.troubled.values())
      if (its === state && failure) found.push({ partition, failure });
    return found;
  }

  /**
   * Nobody knows any more what a partition had been counted with, for its result is damaged: all that are done are
   * looked at again, from the first on, and counted by what stands of them.
   */
  private recount(): void {
    for (const again of this.again.values()) again.counted = false;
    this.settled = new IdSet();
    this.counts.completed = 0;
    this.counts.ledger = emptyLedger();
    this.next = 0;
  }

  private trouble(trouble: { partition: number; state: Trouble['state']; failure: FailureInfo }): void {
    this.forget(trouble.partition);
    const kept = this.counts[trouble.state] < REASONS_KEPT;
    this.troubled.set(trouble.partition, { ...trouble, failure: kept ? trouble.failure : null });
    this.counts[trouble.state]++;
  }

  private done(partition: number, ledger: Ledger): void {
    if (!this.settled.add(partition)) return;
    this.counts.completed++;
    this.counts.ledger = addLedgers(this.counts.ledger, ledger);
  }

  private forget(partition: number): void {
    const known = this.troubled.get(partition);
    if (known) this.counts[known.state]--;
    this.troubled.delete(partition);
  }
}

function emptyCounts(): RunCounts {
  return {
    partitions: 0,
    completed: 0,
    failed: 0,
    parked: 0,
    skipped: 0,
    active: 0,
    ledger: emptyLedger(),
  };
}
