/** The op that a plan names: a built-in one, or one of a module that is kept with the run. */
import { refuseCode } from '../custom/allowed.js';
import { codeText, loadOps, noteCode } from '../custom/loaded.js';
import type { Bundle } from '../custom/bundle.js';
import { JuicerError } from '../model/errors.js';
import type { PlannedOp } from '../model/plan.js';
import type { Op } from '../ops/define.js';
import { builtInOps } from '../ops/registry.js';
import { codeFile } from '../storage/layout.js';
import type { Store } from '../storage/store.js';

/**
 * The op. Whether code is run here is for the caller to ask first.
 * @throws JuicerError E_UNKNOWN_OP when this installation has none of that name; see {@link loadOps}.
 */
export function opOf({ name, code }: Pick<PlannedOp, 'name' | 'code'>): Op {
  const op = code
    ? loadOps({ path: code.file, sha256: code.sha256 }).find((own) => own.name === name)
    : builtInOps().get(name);
  if (!op) throw new JuicerError('E_UNKNOWN_OP', `op ${name} is not known to this worker`);
  return op;
}

/**
 * Passes when an op is no code of the recipe, or such code is run here.
 * @throws JuicerError E_REFUSED.
 */
export function refuseCodeOf({ name, code }: Pick<PlannedOp, 'name' | 'code'>): void {
  if (code) refuseCode(`op ${name}`);
  else if (builtInOps().get(name)?.code) refuseCode(`what op ${name} calls`);
}

/** Notes that the modules of some own ops are in a run's folder. Nothing is read yet. */
export function noteCodeOf(ops: readonly Pick<PlannedOp, 'code'>[], store: Store): void {
  for (const { code } of ops) if (code) noteStored(code.sha256, store);
}

/** The same for one module, by the hash of its text. */
export function noteStored(sha256: string, store: Store): void {
  noteCode(sha256, () => {
    const file = codeFile(sha256);
    if (store.size(file) !== null) return Buffer.from(store.read(file)).toString();
    throw new JuicerError('E_REFUSED', `${file} of the run is missing: it holds the code of its own ops`, {
      hint: 'put it back, or start a new run',
    });
  });
}

/** The modules of some ops, to be handed to a thread when no run's folder has them. */
export function bundlesOf(ops: readonly PlannedOp[]): Bundle[] {
  const code = new Map(ops.flatMap((op) => (op.code ? [[op.code.sha256, op.code.file]] : [])));
  return [...code].map(([sha256, path]) => ({ path, sha256, text: codeText({ path, sha256 }) }));
}
