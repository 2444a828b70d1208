/** Times and sizes of the report for 1, 100 and 10,000 partitions: `node dist/bench/report.js`. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reportData } from '../src/report/data/report-data.js';
import { reportHtml } from '../src/report/html/page.js';
import { localStore } from '../src/storage/local-store.js';
import { syntheticEvents, writeSyntheticRun } from './report/synthetic-run.js';

for (const partitions of [1, 100, 10_000]) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-report-'));
  try {
    const run = { dir, partitions, rows: 100 };
    writeSyntheticRun(run);
    const started = performance.now();
    const data = await reportData(syntheticEvents(run), { runId: 'synthetic', store: localStore(dir) });
    const folded = performance.now();
    const page = await reportHtml(data);
    const seconds = (ms: number): number => Math.round(ms) / 1000;
    const times = {
      data_seconds: seconds(folded - started),
      html_seconds: seconds(performance.now() - folded),
    };
    process.stdout.write(
      `${JSON.stringify({ partitions, ...times, html_bytes: Buffer.byteLength(page) })}\n`,
    );
    const target = process.argv[2];
    if (target !== undefined) fs.writeFileSync(path.join(target, `report-${partitions}.html`), page);
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}
