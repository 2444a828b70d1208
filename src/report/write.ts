/** The report's file in a run's folder. */
import type { FileRef } from '../model/checkpoint.js';
import type { JuicerEvent } from '../model/event.js';
import { sha256 } from '../storage/json-file.js';
import type { ReportSources } from './data/gather.js';
import { reportData } from './data/report-data.js';
import { reportHtml } from './html/page.js';

/** Where the report of a run is, below its folder. */
export const REPORT_FILE = 'logs/report.html';

/**
 * Makes the report of a run and commits it as `logs/report.html`, in place of an older one. One that quotes rows is for
 * its owner only.
 * @throws JuicerError E_IO when a file cannot be read or written; whatever `events` throws.
 */
export async function writeReport(
  events: AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>,
  sources: ReportSources,
): Promise<FileRef> {
  const bytes = Buffer.from(await reportHtml(await reportData(events, sources)));
  sources.store.commit(REPORT_FILE, bytes, { mode: 'replace', ...(sources.rows && { permissions: 0o600 }) });
  return { path: REPORT_FILE, sha256: sha256(bytes), bytes: bytes.length };
}
