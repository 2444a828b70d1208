/** What the table of keys says about one key. */

/** A key that does what it says. */
export interface ActingKey {
  key: string;
  standing: 'acts';
  /** What it does, one line. */
  text: string;
  /** Path in the resolved recipe; the key itself when absent. */
  to?: string;
  /** For a value that stands for another setting: that setting's path and value. */
  as?: (value: unknown) => { to: string; value: unknown } | null;
  /** The only values it takes, where these are not the setting's own. */
  words?: readonly unknown[];
  /** For a value that is known but not supported in this version: why and what to do; null for any other value. */
  later?: (value: unknown) => string | null;
  /** For a value that has less effect than one may think: what has none; null for any other value. */
  notice?: (value: unknown) => string | null;
}

/** A key that is only accepted, for compatibility. */
export interface NoticeKey {
  key: string;
  standing: 'notice';
  /** Why it has no effect here. */
  text: string;
  /** As in {@link ActingKey}. */
  later?: (value: unknown) => string | null;
}

/** A key that is not supported in this version. */
export interface RefusedKey {
  key: string;
  standing: 'refused';
  /** What to do instead. */
  text: string;
}

/** One line of the table. */
export type RecipeKey = ActingKey | NoticeKey | RefusedKey;

/** Values that are known and not supported yet, with what to do. */
export function laterValues(values: readonly unknown[], todo: string): (value: unknown) => string | null {
  return (value) => (values.includes(value) ? todo : null);
}
