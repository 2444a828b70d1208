/** The writers of all formats. */
import type { ExportColumn, ExportFormat } from '../model/export.js';
import { openCsv } from './csv.js';
import { openGzip, openPlain, openZstd } from './packed.js';
import type { OpenExport } from './writer.js';

/** What begins files of a format; those with columns have these. Engines are loaded when they are used. */
export async function openExport(
  format: ExportFormat,
  columns: readonly ExportColumn[],
): Promise<OpenExport> {
  switch (format) {
    case 'jsonl':
      return openPlain;
    case 'jsonl.gz':
      return openGzip;
    case 'jsonl.zst':
      return openZstd();
    case 'csv':
      return openCsv(columns);
    case 'parquet':
      return (await import('./columnar.js')).openParquet(columns);
    case 'arrow':
      return (await import('./columnar.js')).openArrow(columns);
  }
}
