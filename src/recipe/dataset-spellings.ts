/** Data-Juicer's ways to say what is read, brought to ours. */

interface To {
  to: string;
  value: unknown;
}

/** `0.5 a.jsonl 2 folder`: each name may have its weight before it; a text without weights is one name. */
export function weighted(value: unknown): To | null {
  if (typeof value !== 'string' || !/^\d*\.?\d+\s+\S/.test(value)) return null;
  const parts: { path: string; weight: number }[] = [];
  let weight = 1;
  for (const word of value.trim().split(/\s+/)) {
    if (/^\d*\.?\d+$/.test(word)) weight = Number(word);
    else {
      parts.push({ path: word, weight });
      weight = 1;
    }
  }
  return { to: 'dataset_path', value: parts };
}

/** The list of `dataset.configs`: `{type: local, path, weight}` each. */
export function configsAs(value: unknown): To | null {
  if (!Array.isArray(value)) return null;
  const parts = value.map((config: unknown) =>
    isObject(config) ? without(config, 'type', 'source') : config,
  );
  return { to: 'dataset_path', value: parts };
}

/** What of it cannot be read in this version. */
export function configsLater(value: unknown): string | null {
  const configs = Array.isArray(value) ? value.filter(isObject) : [];
  const far = configs.find(({ type }) => type !== undefined && type !== 'local' && type !== 'ondisk');
  return far ? `type ${String(far['type'])} cannot be read: download it, and give it as type local` : null;
}

/** Of several text keys Data-Juicer's ops work on the first. */
export function textKeysAs(value: unknown): To | null {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return first === undefined ? null : { to: 'text_keys', value: first };
}

/** Says so when there are several. */
export function textKeysNotice(value: unknown): string | null {
  if (!Array.isArray(value) || value.length < 2) return null;
  const [first, ...others] = value.map(String);
  return `text_keys: ops work on ${first}, as in Data-Juicer; ${others.join(', ')} stay as they are`;
}

function without(object: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
