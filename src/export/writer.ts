/** The one interface behind which the formats of exports stand. */
import type { StoreWriter } from '../storage/store.js';

/**
 * Takes rows as JSON lines and appends them to a file in its own format, with bounded memory. The bytes of the file are a
 * matter of the rows alone: neither of how they are handed over nor of the time.
 */
export interface ExportWriter {
  /** Takes the next rows: whole lines, each ended by a line feed. The bytes stand until the call is done. */
  write(lines: Buffer): void | Promise<void>;
  /** Appends what is held back and what a file ends with. */
  end(): void | Promise<void>;
}

/** Begins a file. */
export type OpenExport = (out: StoreWriter) => ExportWriter;
