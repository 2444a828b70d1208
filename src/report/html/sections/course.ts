/** The course of the run: timeline and resources. */
import type { ReportData, TimelineRow } from '../../data/value.js';
import { resourceCharts } from '../charts/resource-chart.js';
import { MARK_COLOUR, STATUS_COLOUR, timelineChart } from '../charts/timeline-chart.js';
import { COLOUR } from '../chart.js';
import { time } from '../format.js';
import { html, type Html } from '../html.js';
import { figureOf, legend, section, table } from '../parts.js';
import { timelineCaption } from '../words.js';

const MAX_LISTED = 60;

/** Who ran when, and what went wrong. */
export async function timelineSection({ timeline }: ReportData): Promise<Html> {
  const chart = timelineChart(timeline);
  return section(
    'timeline',
    'Timeline',
    html`<p class="hint">${timelineCaption(timeline)}</p>`,
    chart && legend(entriesOf(timeline.rows, timeline.pauses.length > 0)),
    await figureOf(chart, { wide: true, none: 'No partition has started, or no events are at hand.' }),
    marksTable(timeline.rows, timeline.from),
  );
}

const STATUS_NAMES = {
  done: 'done',
  running: 'running',
  yielded: 'stopped for a pause',
  failed: 'failed',
  parked: 'parked',
  skipped: 'skipped',
  cancelled: 'cancelled',
} as const;

const MARK_NAMES = {
  failed: { name: 'failed attempt', mark: 'dot' },
  lost: { name: 'worker lost', mark: 'dia' },
  parked: { name: 'parked', mark: undefined },
  yielded: { name: 'stopped at a checkpoint', mark: undefined },
} as const;

/** Only what occurs. */
function entriesOf(
  rows: readonly TimelineRow[],
  paused: boolean,
): { name: string; colour: string; mark?: 'dot' | 'dia' }[] {
  const statuses = [...new Set(rows.map((r) => r.status))];
  const kinds = new Set(rows.flatMap((r) => r.marks.map((m) => m.kind)));
  // Partitions that are parked still have the colour of the mark.
  if (statuses.includes('parked')) kinds.delete('parked');
  const marks = [...kinds];
  return [
    ...statuses.map((s) => ({ name: STATUS_NAMES[s], colour: STATUS_COLOUR[s] })),
    ...marks.map((kind) => {
      const { name, mark } = MARK_NAMES[kind];
      return { name, colour: MARK_COLOUR[kind], ...(mark ? { mark } : {}) };
    }),
    ...(paused ? [{ name: 'run paused', colour: COLOUR.pale }] : []),
  ];
}

function marksTable(rows: readonly TimelineRow[], from: number): Html | null {
  const marks = rows.flatMap(({ partition, marks: all }) => all.map((m) => ({ partition, ...m })));
  if (marks.length === 0) return null;
  const heads = [
    { name: 'partition' },
    { name: 'at', n: true },
    { name: 'what', className: 'nowrap' },
    { name: 'message', className: 'wrap' },
  ];
  const listed = marks.toSorted((a, b) => a.at - b.at).slice(0, MAX_LISTED);
  const cells = listed.map(({ partition, at, kind, text }) => [
    partition,
    time(Math.max(0, at - from)),
    MARK_NAMES[kind].name,
    text,
  ]);
  const more =
    marks.length > listed.length
      ? html`<p class="hint">The first ${listed.length} of ${marks.length}.</p>`
      : '';
  return html`<details${marks.length <= 12 ? html` open` : ''}><summary>What is marked, as a table</summary>${table('Marks of the timeline', heads, cells)}${more}</details>`;
}

/** CPU, memory and disk. */
export async function resourceSection({ resources, timeline }: ReportData): Promise<Html> {
  const charts = resourceCharts(resources, timeline.from);
  const drawn: Html[] = [];
  for (const chart of charts)
    drawn.push(
      html`<div>
        <h3>${chart.title}</h3>
        ${await figureOf(chart, { caption: chart.description })}
      </div>`,
    );
  return section(
    'resources',
    'Resources',
    html`<p class="hint">
      Measured by the workers during their attempts. CPU: 100 % is one core, all workers together. Memory: the
      peaks of all worker processes, added.
    </p>`,
    charts.length === 0
      ? html`<p class="none">Nothing was measured.</p>`
      : html`<div class="half">${drawn}</div>`,
  );
}
