/** Which ops of which partitions have been told as completed, over the executions of a partition. */
import type { JuicerEvent } from '../model/event.js';

/** Op indices by partition. */
export class ToldOps {
  private readonly byPartition = new Map<number, Set<number>>();

  /** Indices of the ops of a partition. */
  of(partition: number): Set<number> {
    const known = this.byPartition.get(partition) ?? new Set();
    this.byPartition.set(partition, known);
    return known;
  }

  /** Takes note of what a line tells. */
  note({ event_type, partition_id, operation_idx }: JuicerEvent): void {
    if (event_type === 'OPERATION_COMPLETE' && partition_id !== null && operation_idx !== null)
      this.of(partition_id).add(operation_idx);
  }

  /** Takes over what {@link entries} gave. */
  noteAll(entries: readonly (readonly [number, readonly number[]])[]): void {
    for (const [partition, ops] of entries) for (const op of ops) this.of(partition).add(op);
  }

  /** All of it, to be kept. */
  entries(): [number, number[]][] {
    return [...this.byPartition].map(([partition, ops]) => [partition, [...ops]]);
  }
}
