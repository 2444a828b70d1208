/** The event log as a story: what a line is about, whatever its form. */
import { isObject, num, obj, str, type Json } from './json.js';

/** Takes one violation of P6 in the event log. */
export type Wrong = (rule: string, detail: string) => void;

/** The type of a line. */
export function type(event: Json): string {
  return str(event, 'event_type');
}

/** `partition 3 is …`. */
export function place(partition: number, what: string): string {
  return `partition ${partition} ${what}`;
}

/** Whether a line is about a partition: of it, or a steering line about all parked ones. */
export function isAbout(event: Json, partition: number): boolean {
  if (event['partition_id'] === partition) return true;
  return event['partition_id'] === null && /^(RERUN|DECIDED)$/.test(type(event));
}

/** Whether a line says that a file was moved out of the way. */
export function isSetAside(event: Json): boolean {
  return /^(WARNING|INFO)$/.test(type(event)) && isObject(event['metadata']) && movedTo(event) !== '';
}

/** The op index of the file that was moved out of the way (−1: the partition's own); NaN for any other. */
export function setAsideOp(event: Json): number {
  const path = str(obj(event, 'metadata'), 'path');
  if (path.startsWith('partitions/')) return -1;
  return Number(/^checkpoints\/[^/]+\/op_(\d+)_/.exec(path)?.[1] ?? NaN);
}

/** Whether a line says that its partition is left out of the result. */
export function isLeftOut(event: Json): boolean {
  return (
    type(event) === 'WARNING' &&
    event['partition_id'] !== null &&
    str(event, 'message') === 'partition is left out of the result'
  );
}

/** Op from which a partition is made again by this line; null when it is no line that asks for that. */
export function redoneFrom(event: Json): number | null {
  if (type(event) !== 'RERUN') return null;
  const from = num(obj(event, 'metadata'), 'from_op');
  return Number.isInteger(from) ? from : null;
}

function movedTo(event: Json): string {
  return str(obj(event, 'metadata'), 'moved_to');
}
