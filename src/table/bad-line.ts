/** Lines of the input that are no rows. */
import { JuicerError } from '../model/errors.js';
import { utf8Text } from './member-key.js';

/** Why a line is no row. Stable codes: they stand in quarantine files and summaries. */
export type BadReason =
  | 'invalid_utf8'
  | 'invalid_json'
  | 'not_an_object'
  | 'text_missing'
  | 'text_not_string'
  | 'too_many_fields'
  | 'damaged_file';

/** A line to be quarantined. */
export interface BadLine {
  /** Its row number; bad lines are counted too. */
  row: number;
  /** Its line in the range, from 0, blank lines counted. */
  line: number;
  /** Where it stands in the range, without its line end. */
  byteOffset: number;
  byteLength: number;
  reason: BadReason;
  /** In words; may quote the line, therefore for the quarantine file only. */
  error: string;
}

/**
 * What the runtime's parser says of a line that is not JSON.
 * @throws JuicerError E_INTERNAL when it accepts the line: then the scanner is wrong, and rows would be lost.
 */
export function describeInvalidJson(bytes: Uint8Array, start: number, end: number): string {
  try {
    JSON.parse(utf8Text(bytes, start, end));
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new JuicerError('E_INTERNAL', `JSON scanner refused a valid line at byte ${start} of its range`);
}
