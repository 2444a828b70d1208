/** What stands behind a codec: one way to write and read files of rows. */
import type { FileForm } from '../../model/file-form.js';
import type { Table } from '../../table/column.js';

/** A way to write and read files. */
export interface FileEngine {
  /** What its files are called in messages. */
  readonly title: string;
  /** The file of a table. The compression of the form is one that the format takes. */
  encode(table: Table, form: FileForm): Uint8Array | Promise<Uint8Array>;
  /** The table in a file. Any error means that the bytes are damaged or of another kind. */
  decode(bytes: Uint8Array, form: FileForm): Table | Promise<Table>;
  /** Rows that the file itself tells of, read by other means than those it is written with; null when it tells of none. */
  toldRows(bytes: Uint8Array, form: FileForm): number | null;
}
