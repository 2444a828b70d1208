/** Faults that strike by themselves, at named points of the code, each once (see src/storage/fault.ts). */
import type { Fault } from '../../src/storage/fault.js';
import type { Random } from '../corpus/random.js';
import { ATTEMPTS, OPS, PARTITIONS } from './shape.js';

/** A fault; `name` becomes its marker file, `kind` is for the table. */
export interface NamedFault extends Fault {
  name: string;
  kind: string;
}

/** Up to three of them. */
export function drawFaults(random: Random): NamedFault[] {
  const faults: NamedFault[] = [];
  for (let i = random.below(4); i > 0; i--) {
    const draw = random.oneOf([opFault, opFault, commitFault, commitFault, diskFault, diskFault, poison]);
    faults.push(...draw(random, `fault-${i}`));
  }
  return faults;
}

function opFault(random: Random, name: string): NamedFault[] {
  const action = random.oneOf(['throw', 'kill', 'throw-foreign'] as const);
  return [{ name, kind: `op: ${action}`, point: 'op.start', match: place(random), action }];
}

function commitFault(random: Random, name: string): NamedFault[] {
  const point = random.oneOf(['commit.before', 'commit.after']);
  const partition = `partition_${String(random.below(PARTITIONS)).padStart(6, '0')}`;
  const match = random.oneOf([
    `checkpoints/${partition}/op_`,
    `checkpoints/${partition}/metadata`,
    `partitions/${partition}`,
    `results/${partition}`,
    'temp/intermediate_data/',
    'metadata/manifest',
    'result.jsonl',
    'logs/processing_summary',
  ]);
  return [{ name, kind: `${point}: kill`, point, match, action: 'kill' }];
}

function diskFault(random: Random, name: string): NamedFault[] {
  // A full disk is waited for three heartbeat timeouts: not in every seed.
  const code = random.share() < 0.7 ? 'EIO' : 'ENOSPC';
  const match = random.oneOf(['write ', 'fsync ', 'link ', 'rename ', 'read ', 'checkpoints/', 'partitions/', 'results/', 'metadata/']);
  return [{ name, kind: `disk: ${code}`, point: 'fs', match, nth: 1 + random.below(120), code }];
}

/** Every attempt at one op of one partition fails, until they are used up; afterwards the cause is gone. */
function poison(random: Random, name: string): NamedFault[] {
  const match = place(random);
  return Array.from({ length: ATTEMPTS }, (_, i) => ({
    ...{ name: `${name}-${i}`, kind: i === 0 ? 'poison partition' : 'poison, again' },
    ...{ point: 'op.start', match, action: 'throw' as const },
  }));
}

function place(random: Random): string {
  return `partition_${random.below(PARTITIONS)}/op_${random.below(OPS)}/`;
}
