/** The figures of a LaTeX text that have images, with captions and labels, as the peer finds them. */
import { strip } from '../python.js';
import { Fragment, type Found } from './fragment.js';

/** A figure, or a part of one. */
export interface Figure {
  caption: string;
  /** Empty when there is none. */
  label: string;
  images: string[];
}

/** A figure by itself, or one whose parts are figures; the latter has no images of its own. */
export interface FigureGroup extends Figure {
  parts: Figure[];
}

const ENVIRONMENTS = ['figure', 'figure*', 'wrapfigure'];
const PART_COMMANDS = ['\\subfigure', '\\subfloat'];
/** In the order in which a caption is looked for. */
const CAPTIONS = [['\\caption*', '\\caption'], ['\\subcaption'], ['\\captionof{figure}']];
const TABLE_CAPTION = ['\\captionof{table}'];

/** The figures of a text in order; those without images are none. */
export function figuresOf(text: string): FigureGroup[] {
  const source = new Fragment(text);
  return [...source.environments(ENVIRONMENTS)].flatMap((found) => figuresIn(source.slice(found)));
}

/** What one environment holds: a figure with parts, or several beside each other, or one. */
function figuresIn(text: string): FigureGroup[] {
  const figure = new Fragment(text);
  const environments = [...figure.environments(['subfigure'])];
  const titled = [...figure.commands(PART_COMMANDS, { option: 'needed', spaced: true })];
  const untitled = [...figure.commands(PART_COMMANDS, { option: 'refused', spaced: true })];
  const found = [...environments, ...titled, ...untitled];
  if (found.length > 0) {
    const parts = [
      ...environments.map((part) => figureOf(figure.slice(part))),
      ...[...titled, ...untitled].map((part) =>
        figureOf(figure.slice(part.content), strip(part.option ?? '')),
      ),
    ].filter(({ images }) => images.length > 0);
    return parts.length > 0 ? [{ ...figureOf(without(text, found)), images: [], parts }] : [];
  }
  const pages = [...figure.environments(['minipage'])].map(({ content }) => figure.slice(content));
  const alone = pages.length < 2 ? [text] : pages.filter((page) => !isTable(page));
  return alone.map((one) => ({ ...figureOf(one), parts: [] })).filter(({ images }) => images.length > 0);
}

function figureOf(text: string, caption?: string): Figure {
  const fragment = new Fragment(text);
  const [label = ''] = fragment.plainArguments('\\label', 'refused');
  const images = [...fragment.plainArguments('\\includegraphics', 'allowed')].map(strip);
  return { caption: caption ?? captionOf(fragment), label: strip(label), images };
}

function captionOf(fragment: Fragment): string {
  for (const heads of CAPTIONS) {
    const [found] = fragment.commands(heads, { option: 'allowed' });
    if (found) return strip(fragment.slice(found.content));
  }
  return '';
}

function isTable(text: string): boolean {
  const [found] = new Fragment(text).commands(TABLE_CAPTION, { option: 'allowed' });
  return found !== undefined;
}

/**
 * The text without the parts that were found, the last taken out first. Of a part within another the outer one is then
 * taken out by its old length, so that what follows loses as much again, as with the peer.
 */
function without(text: string, found: readonly Found[]): string {
  const parts = [...found].sort((a, b) => b.start - a.start);
  /** What follows `from`: pieces of the text, the first one last. */
  const rest: { start: number; end: number }[] = [];
  let from = text.length;
  for (const { start, end } of parts) {
    if (end <= from) rest.push({ start: end, end: from });
    else drop(rest, end - from);
    from = start;
  }
  rest.push({ start: 0, end: from });
  return rest.reverse().map((piece) => text.slice(piece.start, piece.end)).join(''); // prettier-ignore
}

/** Takes characters off the front of what the pieces hold. */
function drop(pieces: { start: number; end: number }[], count: number): void {
  for (let left = count, first = pieces.at(-1); left > 0 && first; first = pieces.at(-1)) {
    const taken = Math.min(left, first.end - first.start);
    first.start += taken;
    left -= taken;
    if (first.start === first.end) pieces.pop();
  }
}
