/** The field in which ops of the peer that tag rows leave their tags. */
import { JuicerError } from '../../model/errors.js';
import type { RowView } from '../define.js';

/** Its name. */
export const META = '__dj__meta__';

/**
 * The tags of a row; none when the row has no such field.
 * @throws JuicerError E_ROW when the field is no mapping, or holds an integer that would not come out as it went in.
 */
export function tagsOf(row: RowView): Readonly<Record<string, unknown>> {
  const tags = row.field(META);
  // A row that has none has null where others have some.
  if (tags === undefined || tags === null) return {};
  if (typeof tags !== 'object' || Array.isArray(tags))
    throw new JuicerError('E_ROW', `${META} is no mapping, so no tag can be added`);
  JSON.stringify(tags, exact);
  return tags as Record<string, unknown>;
}

function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new JuicerError('E_ROW', `${META} holds a number beyond 2^53, which would not stay as it is`);
  return value;
}
