/** Ops made ready for use, once per thread: models and word lists are loaded the first time they are needed. */
import { JuicerError } from '../model/errors.js';
import type { PlannedOp } from '../model/plan.js';
import type { RowView } from '../ops/define.js';
import { prepareOp, type PreparedOp } from '../ops/run.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { faultPoint, hasFault } from '../storage/fault.js';
import { sha256 } from '../storage/json-file.js';
import { opOf, refuseCodeOf } from './own-ops.js';
import { changedFile, sharedFile } from './shared-files.js';

const prepared = new Map<string, PreparedOp>();

/**
 * The op of a plan, ready to run.
 * @throws JuicerError E_UNKNOWN_OP when this worker has no such op, E_REFUSED when it has another version of it, when a
 *   file that a parameter names or its code is not what was planned with, or when it is code and none is run here.
 */
export function preparedOp(planned: PlannedOp): PreparedOp {
  const known = prepared.get(planned.digest);
  if (known) return known;
  refuseCodeOf(planned);
  const op = opOf(planned);
  if (op.version !== planned.version) {
    throw new JuicerError(
      'E_REFUSED',
      `op ${planned.name} has version ${op.version} here, the run was planned with ${planned.version}`,
      {
        hint: 'go on with a worker of the version that planned the run, or start a new run',
      },
    );
  }
  const load = Object.assign((path: string): Uint8Array => loadPlanned(planned, path), {
    shared: (path: string): DataView => sharedPlanned(planned, path),
  });
  const list = (param: string): string[] => planned.files.filter((f) => f.param === param).map((f) => f.path);
  const fresh = withRowFaults(prepareOp(op, planned.params, load, list));
  prepared.set(planned.digest, fresh);
  return fresh;
}

/** Forgets the ops of this thread, so that they are made ready again: for those that measure or test a fresh start. */
export function forgetPrepared(): void {
  prepared.clear();
}

function loadPlanned(planned: PlannedOp, path: string): Uint8Array {
  const bytes = diskErrors(`read file ${path} of op ${planned.name}`, () => disk.readFile(path));
  const expected = planned.files.find((f) => f.path === path)?.sha256;
  if (expected !== undefined && sha256(bytes) !== expected) {
    throw changedFile(planned.name, path);
  }
  return bytes;
}

function sharedPlanned({ name, files }: PlannedOp, path: string): DataView {
  const file = files.find((f) => f.path === path);
  if (!file) throw new JuicerError('E_INTERNAL', `op ${name} reads ${path}, which no parameter names`);
  return sharedFile(name, file);
}

/** The fault point `op.row`, whose detail is the row's text; outside of tests the op is left as it is. */
function withRowFaults(op: PreparedOp): PreparedOp {
  if (!hasFault('op.row')) return op;
  const strike = (row: RowView): RowView => {
    faultPoint('op.row', row.text);
    return row;
  };
  return op.kind === 'mapper'
    ? { ...op, map: (row) => op.map(strike(row)) }
    : { ...op, measure: (row) => op.measure(strike(row)) };
}
