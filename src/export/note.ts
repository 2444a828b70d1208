/** What a file of columns says of itself: which columns hold JSON text, and what a null stands for. */
import type { ExportColumn } from '../model/export.js';

/** Key of the note in the metadata of a file. */
export const NOTE_KEY = 'juicer.export';

/** The note, in ASCII: not every reader takes other bytes there. */
export function exportNote(columns: readonly ExportColumn[]): string {
  const escape = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify({ version: 1, columns }).replace(/[\u007f-\uffff]/g, escape);
}
