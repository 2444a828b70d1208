/** Paragraphs of a LaTeX text, and which of them refer to which label. */
import { JuicerError } from '../../../model/errors.js';
import { NextPlace } from '../next-place.js';
import { strip } from '../python.js';
import { behindSpace } from '../white-space.js';
import { Fragment } from './fragment.js';

/** Environments that are no prose. */
const NO_PROSE =
  `figure figure* wrapfigure table table* tabular tabular* equation equation* align align* alignat alignat*
  gather gather* multline multline* flalign flalign* algorithm algorithm* lstlisting verbatim minted`.split(
    /\s+/,
  );
/** Most labels of one text that have a comma in them: each is looked for by itself. */
const MOST_WITH_COMMA = 64;

/** The prose of a text, cut at the separator; blank paragraphs are none. */
export function paragraphsOf(text: string, separator: string): string[] {
  const source = new Fragment(text);
  let prose = '';
  let from = 0;
  for (const { start, end } of source.environments(NO_PROSE, true)) {
    prose += text.slice(from, start);
    from = end;
  }
  prose += text.slice(from);
  return prose.split(separator).map(strip).filter((paragraph) => paragraph !== ''); // prettier-ignore
}

/**
 * The paragraphs that refer to each label, in order, by label: those with one of the commands, such as `\ref`, whose
 * braces have the label as one of the entries between commas.
 * @throws JuicerError E_ROW when very many labels have a comma in them.
 */
export function citationsOf(
  labels: ReadonlySet<string>,
  paragraphs: readonly string[],
  commands: readonly string[],
): Map<string, string[]> {
  const cited = new Map([...labels].map((label): [string, string[]] => [label, []]));
  const withComma = [...labels].filter((label) => label.includes(','));
  if (withComma.length > MOST_WITH_COMMA)
    throw new JuicerError('E_ROW', `the LaTeX has more than ${MOST_WITH_COMMA} labels with a comma`);
  const lengths = new Set([...labels].map((label) => label.length));
  // No command at all stands for one without a name.
  const names = commands.length > 0 ? commands.map((command) => command.replace(/^\\+/, '')) : [''];
  const heads = names.map((name) => `\\${name}{`);
  for (const paragraph of paragraphs) {
    const found = new Set<string>();
    const entries = entriesOf(paragraph, heads);
    for (const { start, end } of entries) {
      if (lengths.has(end - start)) found.add(paragraph.slice(start, end));
    }
    const starts = new Set(withComma.length > 0 ? entries.map(({ start }) => start) : []);
    for (const label of withComma) if (hasLabel(paragraph, label, starts)) found.add(label);
    for (const label of found) cited.get(label)?.push(paragraph);
  }
  return cited;
}

interface Entry {
  start: number;
  /** Without white space before the comma or brace. */
  end: number;
}

/** The entries of all commands in a paragraph; those of braces that share their end are there once. */
function entriesOf(text: string, heads: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  const backslashes = new NextPlace(text, '\\');
  const closing = new NextPlace(text, '}');
  const commas = new NextPlace(text, ',');
  /** Where the white space before each end begins. */
  const trimmed = new Map<number, number>();
  let done = -1;
  for (let at = backslashes.index(0); at !== -1; at = backslashes.index(at + 1)) {
    for (const head of heads) {
      if (!text.startsWith(head, at)) continue;
      const start = at + head.length;
      const close = closing.index(start);
      if (close === -1) continue;
      const isNew = close !== done;
      done = close;
      const ends = isNew ? commasUpTo(text, start, close) : [firstComma(commas, start, close)];
      ends.forEach((end, k) => {
        const from = k === 0 ? start : behindSpace(text, (ends[k - 1] ?? start) + 1);
        if (!trimmed.has(end)) trimmed.set(end, beforeSpace(text, end));
        entries.push({ start: from, end: Math.max(from, trimmed.get(end) ?? end) });
      });
    }
  }
  return entries;
}

function commasUpTo(text: string, start: number, close: number): number[] {
  const ends: number[] = [];
  for (let at = start; at < close; at++) if (text[at] === ',') ends.push(at);
  return [...ends, close];
}

function firstComma(commas: NextPlace, start: number, close: number): number {
  const comma = commas.index(start);
  return comma === -1 || comma > close ? close : comma;
}

function beforeSpace(text: string, at: number): number {
  let end = at;
  while (end > 0 && behindSpace(text.charAt(end - 1), 0) > 0) end--;
  return end;
}

/** Whether a label with commas in it starts where an entry does and ends where one may. */
function hasLabel(text: string, label: string, starts: ReadonlySet<number>): boolean {
  for (let at = text.indexOf(label); at !== -1; at = text.indexOf(label, at + 1)) {
    const end = text[behindSpace(text, at + label.length)];
    if ((end === ',' || end === '}') && starts.has(at)) return true;
  }
  return false;
}
