/** From known keys to settings: what each stands for, whether it is supported, and which of several givers wins. */
import { canonicalJson } from '../model/canonical.js';
import type { ActingKey } from './key.js';
import { outranks, show, type Entry } from './entries.js';
import { problemAt, type RecipeProblem } from './problem.js';
import { fieldAt } from './resolved.js';

/** A setting that was given. */
export interface Setting {
  /** Path in the resolved recipe. */
  path: string;
  value: unknown;
  entry: Entry;
}

/** What a loader hands on to its user besides the recipe. */
export interface Remarks {
  notices: string[];
  /** Spellings that were mapped to another. */
  mapped: { from: string; to: string }[];
}

/** The strongest setting for each path. What is wrong goes to `problems`. */
export function settle(
  entries: readonly Entry[],
  remarks: Remarks,
  problems: RecipeProblem[],
): Map<string, Setting> {
  const settled = new Map<string, Setting>();
  for (const entry of entries) {
    const setting = settingOf(entry, remarks, problems);
    if (setting === null) continue;
    const other = settled.get(setting.path);
    if (other && contradicts(other, setting)) problems.push(contradiction(other, setting));
    if (!other || outranks(entry.origin, other.entry.origin)) settled.set(setting.path, setting);
  }
  return settled;
}

/** The setting that an entry gives; null for one that gives none, or a wrong one. */
function settingOf(entry: Entry, remarks: Remarks, problems: RecipeProblem[]): Setting | null {
  const { key, place } = entry;
  if (key.standing === 'refused') {
    problems.push(unsupported(entry, key.key, key.text));
    return null;
  }
  const later = key.later?.(entry.value) ?? null;
  if (later !== null) {
    problems.push(unsupported(entry, `${key.key}: ${show(entry.value)}`, later));
    return null;
  }
  if (key.standing === 'notice') {
    const text = `${key.key} is accepted for compatibility and has no effect: ${key.text}`;
    if (!remarks.notices.includes(text)) remarks.notices.push(text);
    return null;
  }
  const notice = key.notice?.(entry.value) ?? null;
  if (notice !== null && !remarks.notices.includes(notice)) remarks.notices.push(notice);
  const { to, value } = key.as?.(entry.value) ?? { to: key.to ?? key.key, value: entry.value };
  if (to !== key.key && !remarks.mapped.some((m) => m.from === key.key && m.to === to)) {
    remarks.mapped.push({ from: key.key, to });
  }
  const parsed = parseField(entry.value, key, { to, value });
  if ('expected' in parsed) {
    const message = `${key.key}: expected ${parsed.expected}, found ${show(entry.value)}`;
    problems.push(problemAt(place, { message, key: key.key }));
    return null;
  }
  return { path: to, value: parsed.value, entry };
}

/** `process` is checked op by op elsewhere. */
function parseField(
  written: unknown,
  key: ActingKey,
  { to, value }: { to: string; value: unknown },
): { value: unknown } | { expected: string } {
  if (to === 'process') return { value };
  if (key.words && !key.words.includes(written)) return { expected: key.words.map(String).join(' or ') };
  const field = fieldAt(to);
  if (field === undefined) throw new Error(`recipe key ${key.key}: there is no setting ${to}`);
  const parsed = field.safeParse(value);
  return parsed.success ? { value: parsed.data } : { expected: field.description ?? 'another value' };
}

function unsupported({ place, key }: Entry, what: string, hint: string): RecipeProblem {
  return problemAt(place, {
    code: 'E_UNSUPPORTED',
    message: `not supported yet: ${what}`,
    key: key.key,
    hint,
  });
}

/** Two givers of equal strength that differ; a flag or variable given again in the same spelling just wins. */
function contradicts(a: Setting, b: Setting): boolean {
  if (a.entry.origin !== b.entry.origin) return false;
  if (a.entry.key === b.entry.key && a.entry.origin !== 'recipe') return false;
  return canonicalJson(a.value) !== canonicalJson(b.value);
}

function contradiction(a: Setting, b: Setting): RecipeProblem {
  const { line } = a.entry.place;
  const first = `${a.entry.key.key}${line === null ? '' : ` (line ${line})`}`;
  const message = `${b.entry.key.key} contradicts ${first}: both set ${a.path}`;
  return problemAt(b.entry.place, { message, key: b.entry.key.key, hint: 'keep one of them' });
}
