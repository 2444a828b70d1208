/** The fields in which a figure and what is said of it are put, by names that a recipe may choose. */
import { z } from 'zod';
import type { FigureContext } from './contexts.js';

const key = (name: string, what: string): z.ZodDefault<z.ZodString> =>
  z.string().min(1).default(name).describe(`Field for ${what}.`);

/** The parameters with the names, spread into those of the op. */
export const figureKeys = {
  image_key: key('images', 'the paths of the images, a list'),
  caption_key: key('caption', 'the caption'),
  label_key: key('label', 'the label, empty when there is none'),
  context_key: key('citing_paragraphs', 'the paragraphs that refer to the figure, a list'),
  parent_caption_key: key('parent_caption', 'the caption of the figure that it is a part of, else empty'),
  parent_label_key: key('parent_label', 'the label of the figure that it is a part of, else empty'),
};

/** Names by parameter. */
export type FigureKeys = z.output<z.ZodObject<typeof figureKeys>>;

/** The names of the fields. */
export function figureFieldNames(keys: FigureKeys): string[] {
  return Object.keys(figureKeys).map((param) => keys[param as keyof FigureKeys]);
}

/** Refuses parameters of which two name one field. */
export function distinctKeys({ value, issues }: z.core.ParsePayload<FigureKeys>): void {
  const names = figureFieldNames(value);
  for (const [i, param] of Object.keys(figureKeys).entries())
    if (names.indexOf(names[i] ?? '') < i)
      issues.push({ code: 'custom', input: value, path: [param], message: 'names a field a second time' });
}

/** The fields of a figure. */
export function figureFields(
  { images, caption, label, paragraphs, parent }: FigureContext,
  keys: FigureKeys,
): Record<string, unknown> {
  return {
    [keys.image_key]: images,
    [keys.caption_key]: caption,
    [keys.label_key]: label,
    [keys.context_key]: paragraphs,
    [keys.parent_caption_key]: parent?.caption ?? '',
    [keys.parent_label_key]: parent?.label ?? '',
  };
}
