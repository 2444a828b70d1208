/** What is said of each figure of a LaTeX text: a row for every one that has images. */
import { JuicerError } from '../../../model/errors.js';
import { citationsOf, paragraphsOf } from './citations.js';
import { figuresOf, type Figure } from './figures.js';

/** A figure with the paragraphs that refer to it, and the figure that it is a part of. */
export interface FigureContext extends Figure {
  paragraphs: string[];
  parent: Figure | null;
}

/** How citations are found. */
export interface CitationForm {
  /** Such as `\ref`. */
  commands: readonly string[];
  separator: string;
}

/** Most that the rows of one text may hold, in characters: each is a copy of the row, and may hold many paragraphs. */
const MOST_CHARACTERS = 256 * 1024 * 1024;
/** What a paragraph costs besides its characters. */
const PARAGRAPH_COST = 8;

/**
 * The figures in order, parts in place of those that have them. A part is cited by what refers to it or to the whole.
 * @throws JuicerError E_ROW when the rows would hold too much, or see {@link citationsOf}.
 */
export function figureContexts(text: string, { commands, separator }: CitationForm): FigureContext[] {
  const groups = figuresOf(text);
  if (groups.length === 0) return [];
  const figures = groups.flatMap((group): [Figure, Figure | null][] =>
    group.parts.length > 0 ? group.parts.map((part) => [part, group]) : [[group, null]],
  );
  const labels = new Set(figures.flatMap(([figure, parent]) => [figure.label, parent?.label ?? '']));
  labels.delete('');
  const cited = citationsOf(labels, paragraphsOf(text, separator), commands);
  const costs = new Map([...cited].map(([label, found]) => [label, costOf(found)]));
  const size = figures.reduce((sum, [figure, parent]) => {
    const paragraphs = (costs.get(figure.label) ?? 0) + (costs.get(parent?.label ?? '') ?? 0);
    return sum + text.length + paragraphs;
  }, 0);
  if (size > MOST_CHARACTERS)
    throw new JuicerError(
      'E_ROW',
      `the figures of the LaTeX come to more than ${MOST_CHARACTERS} characters`,
    );
  return figures.map(([figure, parent]) => {
    const own = cited.get(figure.label) ?? [];
    const paragraphs = parent ? [...new Set([...(cited.get(parent.label) ?? []), ...own])] : own;
    const { caption, label, images } = figure;
    return { caption, label, images, paragraphs, parent };
  });
}

function costOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, { length }) => sum + length + PARAGRAPH_COST, 0);
}
