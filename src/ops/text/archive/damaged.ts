/** What is said of an archive that cannot be read. */
import { JuicerError } from '../../../model/errors.js';

/** An error of the row that names the archive; the reason follows the words "the archive". */
export function damaged(reason: string): JuicerError {
  return new JuicerError('E_ROW', `the archive ${reason}`);
}
