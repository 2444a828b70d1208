/** The one table of keys: every key of a recipe, and whether it acts, gives a notice or is refused. */
import type { RecipeKey } from './key.js';
import { ACTING_KEYS } from './keys-acting.js';
import { NOTICE_KEYS } from './keys-notice.js';
import { REFUSED_KEYS } from './keys-refused.js';

/** Every known key by its dotted name. */
export const KEYS: ReadonlyMap<string, RecipeKey> = new Map(
  [...ACTING_KEYS, ...NOTICE_KEYS, ...REFUSED_KEYS].map((key) => [key.key, key]),
);

/** Keys that hold other keys, such as `checkpointing`. */
export const GROUPS: ReadonlySet<string> = new Set(
  [...KEYS.keys()].filter((key) => key.includes('.')).map((key) => key.slice(0, key.indexOf('.'))),
);
