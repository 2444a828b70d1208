/** The documents that a corpus is cut from. */
import fs from 'node:fs';
import { z } from 'zod';

/** A document as it stands in the base file. */
export interface BaseDocument {
  id: number;
  text: string;
  lang: string;
}

/** Documents by language. `english` holds the languages en and und, `others` all the rest. */
export interface Base {
  english: BaseDocument[];
  others: BaseDocument[];
  byLanguage: Map<string, BaseDocument[]>;
}

/** Kinds of row that are made to trip programs: no base for a measurement. */
const SPECIAL_KINDS = new Set(['edge', 'value']);
const MIN_UNITS = 31;

const Row = z.object({
  id: z.number(),
  text: z.string(),
  meta: z.object({ lang: z.string(), kind: z.string() }),
});
const Kind = z.object({ meta: z.object({ kind: z.string() }) });

/**
 * Reads a base file: JSON lines with `id`, `text`, `meta.lang` and `meta.kind`. Rows of kind edge or value and very short
 * texts are left out.
 * @throws Error when a row lacks a field, or when English or other documents are missing altogether.
 */
export function loadBase(file: string): Base {
  const base: Base = { english: [], others: [], byLanguage: new Map() };
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const value: unknown = JSON.parse(line);
    if (SPECIAL_KINDS.has(Kind.parse(value).meta.kind)) continue;
    const { id, text, meta } = Row.parse(value);
    if (text.length >= MIN_UNITS) addDocument(base, { id, text, lang: meta.lang });
  }
  if (base.english.length === 0 || base.others.length === 0) {
    throw new Error(`base ${file}: needs both English documents and others`);
  }
  return base;
}

function addDocument(base: Base, document: BaseDocument): void {
  const isEnglish = document.lang === 'en' || document.lang === 'und';
  (isEnglish ? base.english : base.others).push(document);
  const sameLanguage = base.byLanguage.get(document.lang);
  if (sameLanguage) sameLanguage.push(document);
  else base.byLanguage.set(document.lang, [document]);
}
