/** The documents of a corpus, one after another. */
import type { Base, BaseDocument } from './base.js';
import { alterWords, blendWords, cutPiece, cutStart, spaceOddly } from './perturb.js';
import type { Random } from './random.js';

/** How a document came about. */
export type DocumentKind = 'cut' | 'base' | 'short' | 'space' | 'copy' | 'near';

/** A document of the corpus; `base` is the id of the base document that it begins with. */
export interface CorpusDocument {
  text: string;
  lang: string;
  base: number;
  kind: DocumentKind;
}

/** Share of every kind, in the order of the draw; what is left is `cut`. */
const SHARES: readonly (readonly [DocumentKind, number])[] = [
  ['copy', 0.1],
  ['near', 0.1],
  ['space', 0.05],
  ['short', 0.05],
  ['base', 0.15],
];
const ENGLISH_SHARE = 0.45;
/** Copies are made of one of this many earlier documents. */
const REMEMBERED = 5000;
/** These scripts say as much in fewer characters. */
const DENSE = new Set(['zh', 'ja', 'ko']);
const DENSITY = 0.45;

/** Draws documents from a base. `mean` is the usual length of a fresh one, in UTF-16 units. */
export function corpusDocuments(base: Base, random: Random, mean: number): () => CorpusDocument {
  const earlier: CorpusDocument[] = [];
  return () => {
    const kind = drawKind(random, earlier.length > 0);
    if (kind === 'copy') return { ...random.oneOf(earlier), kind };
    if (kind === 'near') return altered(random, random.oneOf(earlier));
    const source = random.oneOf(random.share() < ENGLISH_SHARE ? base.english : base.others);
    const about = { lang: source.lang, base: source.id, kind };
    if (kind === 'short') return { ...about, text: cutStart(source.text, 5 + random.below(85)) };
    if (kind === 'base') return { ...about, text: source.text };
    const text = freshText(base, random, source, mean);
    const document = { ...about, text: kind === 'space' ? spaceOddly(random, text) : text };
    remember(random, earlier, document);
    return document;
  };
}

function drawKind(random: Random, canCopy: boolean): DocumentKind {
  let rest = random.share();
  for (const [kind, share] of SHARES) {
    if (rest < share) return canCopy || (kind !== 'copy' && kind !== 'near') ? kind : 'cut';
    rest -= share;
  }
  return 'cut';
}

function altered(random: Random, document: CorpusDocument): CorpusDocument {
  return { ...document, kind: 'near', text: alterWords(random, document.text) };
}

/** A piece of a document, filled up with pieces of others in its language, with some words blended. */
function freshText(base: Base, random: Random, source: BaseDocument, mean: number): string {
  const sameLanguage = base.byLanguage.get(source.lang) ?? [source];
  const length = drawLength(random, DENSE.has(source.lang) ? mean * DENSITY : mean);
  let text = cutPiece(random, source.text, length);
  while (text.length < length * 0.6) {
    text += `\n${cutPiece(random, random.oneOf(sameLanguage).text, length - text.length)}`;
  }
  return blendWords(random, text, random.oneOf(sameLanguage).text);
}

/** Most lengths lie about the mean; every tenth is anything up to three times as long. */
function drawLength(random: Random, mean: number): number {
  const length = random.share() < 0.9 ? random.bell(mean, mean * 0.45) : mean * 3 * random.share() + 200;
  return Math.max(60, Math.min(8000, Math.floor(length)));
}

function remember(random: Random, earlier: CorpusDocument[], document: CorpusDocument): void {
  if (earlier.length < REMEMBERED) earlier.push(document);
  else earlier[random.below(REMEMBERED)] = document;
}
