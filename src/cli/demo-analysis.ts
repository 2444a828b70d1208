/** Time and rows of every op of a finished run, from its performance metrics. */
import path from 'node:path';
import type { PerformanceMetrics } from '../model/artefacts.js';
import { readFile } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import type { Output } from './output.js';

/** Prints a table of the ops. */
export function tellOps(dir: string, out: Output): void {
  const metrics = JSON.parse(readFile(path.join(dir, RUN_FILES.metrics)).toString()) as PerformanceMetrics;
  const lines = metrics.ops.map((op) => {
    const rate = op.rows_per_second === null ? '' : `, ${Math.round(op.rows_per_second)} rows/s`;
    return `${op.name}: ${op.rows_in} → ${op.rows_out} rows, ${op.duration.toFixed(2)} s${rate}, ${op.retries} retries`;
  });
  out.data([`total time ${metrics.total_time.toFixed(1)} s`, ...lines].join('\n'), metrics);
}
