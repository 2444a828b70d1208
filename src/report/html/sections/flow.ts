/** Rows through the ops, the table of ops, the heat map. */
import type { OpReport, ReportData } from '../../data/value.js';
import { heatChart, heatRange, HEAT_STEPS } from '../charts/heat-chart.js';
import { ROW_SERIES, rowsChart } from '../charts/rows-chart.js';
import { count, figure, percent, plural, time } from '../format.js';
import { html, trusted, type Html, type Part } from '../html.js';
import { figureOf, legend, section, table } from '../parts.js';

/** Rows through the ops. */
export async function flowSection(data: ReportData): Promise<Html> {
  const chart = rowsChart(data);
  return section(
    'flow',
    'Rows through the ops',
    html`<p class="hint">Each bar is the rows that entered; the figure at its end is what went on.</p>`,
    chart && legend(ROW_SERIES),
    await figureOf(chart, { wide: true, none: 'No op has run yet.' }),
  );
}

const OP_HEADS = [
  { name: 'op', className: 'nowrap' },
  { name: 'partitions', n: true },
  { name: 'rows in', n: true },
  { name: 'rows out', n: true },
  { name: 'kept', n: true },
  { name: 'rejected', n: true },
  { name: 'quarantined', n: true },
  { name: 'total time', n: true },
  { name: 'median', n: true },
  { name: 'p95', n: true },
  { name: 'max', n: true },
  { name: 'rows/s', n: true },
  { name: 'failed', n: true },
  { name: 'retries', n: true },
];

/** The ops in figures. */
export function opsSection({ ops }: ReportData): Html {
  return section(
    'ops',
    'Ops',
    html`<p class="hint">
      Times are those of the attempts that were accepted; median to max are per partition. Ops run side by
      side on several partitions, so totals add up to more than the run took.
    </p>`,
    html`<div class="dense">${table('Ops', OP_HEADS, ops.map(opRow))}</div>`,
  );
}

function opRow(op: OpReport): Part[] {
  const timed = op.mean !== null;
  return [
    op.index < 0 ? 'read and cut' : op.name,
    count(op.partitions),
    count(op.rows_in),
    count(op.rows_out),
    percent(op.rows_out, op.rows_in),
    count(op.rejected),
    count(op.quarantined),
    timed ? time(op.duration) : '–',
    time(op.p50),
    time(op.p95),
    time(op.max),
    figure(op.rows_per_second === null ? null : Math.round(op.rows_per_second)),
    count(op.failed_attempts),
    count(op.retries),
  ];
}

/** Partitions by ops. */
export async function heatSection({ heat }: ReportData): Promise<Html> {
  const chart = heatChart(heat);
  const { low, high } = heatRange(heat);
  const binned = heat.bins.some((bin) => bin.from !== bin.to);
  const size = binned ? ' Neighbouring partitions share a cell, which shows their mean.' : '';
  return section(
    'heat',
    'Partitions × ops',
    html`<p class="hint">
      How long each op took on each partition; the darker end is the slow one in light, the brighter end in
      dark. A stripe down is a slow partition, a stripe across a slow op.${size}
    </p>`,
    chart &&
      html`<p class="legend">
        <span
          >${time(low)}<span class="scale">${steps()}</span>${time(high)}, logarithmic,
          ${plural(heat.bins.length, 'cell')} across</span
        >
      </p>`,
    await figureOf(chart, { wide: true, none: 'No op has run yet.' }),
  );
}

function steps(): Html[] {
  return Array.from({ length: HEAT_STEPS }, (_, i) => trusted(`<i style="background:var(--h${i})"></i>`));
}
