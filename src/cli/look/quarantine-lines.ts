/** The quarantined rows that a command is about. */
import { quarantinedRows } from '../../engine/quarantined.js';
import type { QuarantineLine } from '../../model/checkpoint.js';
import { numberFlag, opFlag, partitionsFlag, type Scene } from '../action.js';

/** Quarantined rows in the order of partitions and ops, chosen by `--partition`, `--op` and `--row`. */
export function* quarantineLines(scene: Scene): Generator<QuarantineLine> {
  const { run, args } = scene;
  const row = numberFlag(args, 'row');
  const op = args.text('op') === undefined ? undefined : opFlag(scene, 'op', -1);
  for (const partition of partitionsFlag(scene)) {
    for (const line of quarantinedRows({ ...run, partition })) {
      if (op !== undefined && (line.op_index ?? -1) !== op) continue;
      if (row === undefined || line.row === row) yield line;
    }
  }
}

/**
 * An error as it may be shown: what an op or a parser throws may quote the row, so only its class is shown, unless rows
 * are wanted.
 */
export function errorText({ error, op }: { error: string; op: string | null }, withRows: boolean): string {
  if (withRows) return error;
  const className = /^([A-Za-z_$][\w$]*): /.exec(error)?.[1];
  return className ?? (op === null ? error : 'no error object');
}
