/** Whether this process runs code that a recipe brings along; one setting, off by default, for client, worker and threads. */
import { JuicerError } from '../model/errors.js';

/** What to do to have it allowed. */
export const ALLOW_HINT = 'if you trust it, allow it with --allow-code or JUICER_ALLOW_CODE=true';

/** Whether JUICER_ALLOW_CODE says so. */
export function codeAllowed(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.JUICER_ALLOW_CODE === 'true' || env.JUICER_ALLOW_CODE === '1';
}

/**
 * Passes when this process runs such code; `what` names it.
 * @throws JuicerError E_REFUSED: the run fails and can be gone on with.
 */
export function refuseCode(what: string): void {
  if (codeAllowed()) return;
  throw new JuicerError(
    'E_REFUSED',
    `${what} is code that came with the recipe, and this process runs none`,
    {
      hint: `${ALLOW_HINT}; every worker of the task queue needs it, and juicer resume goes on with the run`,
    },
  );
}
