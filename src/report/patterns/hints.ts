/** What to do about a run, by the guide's troubles: memory, disk, failures, slow work, the log. */
import { failureHint } from './failure-hints.js';
import type { Hint, HintContext } from './hint.js';
import { logHint } from './log-hints.js';
import type { FailurePatterns } from './patterns.js';
import { diskHint, memoryHint } from './resource-hints.js';
import { speedHints } from './speed-hints.js';

export type { Hint, HintContext, Symptom } from './hint.js';

/** The hints for which there is evidence, in the order of the guide; none for a run that went well. */
export function hints(patterns: FailurePatterns, context: HintContext = {}): Hint[] {
  return [
    memoryHint(patterns, context),
    diskHint(patterns, context),
    failureHint(patterns, context),
    ...speedHints(patterns, context),
    logHint(patterns, context),
  ].filter((hint) => hint !== null);
}
