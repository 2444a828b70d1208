/** Values of fields as filters copy them into their stats. */
import { JuicerError } from '../../model/errors.js';
import type { RowView, StatValue } from '../define.js';

/**
 * The value of a field, nested by dots. A whole number beyond 2^53 is rounded, as it is within lists and mappings.
 * @throws JuicerError E_ROW when the row has no such field, or a number in it that no stat can hold.
 */
export function copiedValue(row: RowView, path: string): StatValue {
  const value = row.field(path);
  const field = `field ${JSON.stringify(path)}`;
  if (value === undefined) throw new JuicerError('E_ROW', `the row has no ${field}`);
  if (value === Infinity || value === -Infinity)
    throw new JuicerError('E_ROW', `${field} has a number beyond the greatest double`);
  return typeof value === 'bigint' ? Number(value) : (value as StatValue);
}
