/** Quarantined rows, plan, environment, fingerprints. */
import type { PlanReport, QuarantinedRow, ReportData } from '../../data/value.js';
import { formText } from '../../../model/file-form.js';
import { count, figure, plural, size } from '../format.js';
import { html, type Html, type Part } from '../html.js';
import { section, table } from '../parts.js';

/** Rows that are shown at once; more of them behind a click. */
const OPEN_ROWS = 8;

const ROW_HEADS = [
  { name: 'row', className: 'nowrap' },
  { name: 'op', className: 'nowrap' },
  { name: 'reason and place', className: 'wrap' },
];

/** Rows that could not be read or made an op throw. */
export function quarantineSection({ run, quarantine }: ReportData): Html {
  const { total, shown } = quarantine;
  const quoted = shown.some((q) => q.quoted !== null);
  const heads = quoted ? [...ROW_HEADS, { name: 'text', className: 'wrap' }] : ROW_HEADS;
  const rows = shown.map(quarantinedRow);
  const body =
    shown.length === 0
      ? html`<p class="none">
          ${total === 0 ? 'No row was quarantined.' : `${plural(total, 'row')}; their files are not there any more.`}
        </p>`
      : html`<p class="hint">
            The first ${count(shown.length)} of ${plural(Math.max(total, shown.length), 'quarantined row')}.
            ${
              quoted
                ? 'Their text is cut.'
                : html`<code>juicer report ${run.run_id} --rows</code> quotes them,
                    <code>juicer quarantine ${run.run_id}</code>
                    shows them in full.`
            }
          </p>
          ${table('Quarantined rows', heads, rows.slice(0, OPEN_ROWS))}${
            rows.length > OPEN_ROWS &&
            html`<details>
              <summary>${plural(rows.length - OPEN_ROWS, 'more row')}</summary>
              ${table('More quarantined rows', heads, rows.slice(OPEN_ROWS))}
            </details>`
          }`;
  return section('quarantine', 'Quarantined rows', body);
}

function quarantinedRow(q: QuarantinedRow): Part[] {
  const place = html`<span class="id">${q.place ?? 'its place is not known any more'}</span>`;
  return [
    html`${q.row}<br /><span class="id">p${q.partition}</span>`,
    q.op ?? 'read',
    html`${q.reason}<br />${q.quoted && html`<span class="id">${q.quoted.error}</span><br />`}${place}`,
    ...(q.quoted ? [html`<span class="mono text">${q.quoted.text}</span>`] : []),
  ];
}

/** What was planned. */
export function planSection({ plan }: ReportData): Html {
  if (!plan) return section('plan', 'Plan', html`<p class="none">There is no plan.</p>`);
  const heads = [
    { name: 'op', className: 'nowrap' },
    { name: 'version', n: true },
    { name: 'parameters', className: 'wrap' },
  ];
  const rows = plan.ops.map(({ name, version, params }): Part[] => [
    name,
    version,
    html`<code>${JSON.stringify(params)}</code>`,
  ]);
  return section(
    'plan',
    'Plan',
    facts('Plan', planFacts(plan)),
    table('Ops as planned', heads, rows),
    inputs(plan),
  );
}

function planFacts({ rows, bytes, partitions, sizing, settings, ...plan }: PlanReport): [string, Part][] {
  const { storage, checkpoints } = plan;
  return [
    ['input', `${plural(rows, 'row')}, ${size(bytes)}`],
    ['partitions', `${count(partitions)}: ${sizing}`],
    ['open at a time', count(settings.window)],
    ['segments', plan.segments.join(' → ')],
    [
      'checkpoints',
      `${checkpoints.enabled ? checkpoints.strategy : 'off'}, ${formText(storage.checkpoints ?? storage)}`,
    ],
    [
      'attempts',
      `${count(settings.max_attempts)} per segment, and ${count(settings.max_worker_losses)} lost with a worker`,
    ],
    ['when a partition fails', settings.on_partition_error],
    ['export', html`<code>${plan.export_path}</code>`],
  ];
}

function inputs({ inputs: files, inputs_total }: PlanReport): Html {
  const heads = [
    { name: 'input file', className: 'wrap' },
    { name: 'size', n: true },
  ];
  const more =
    inputs_total > files.length
      ? html`<p class="hint">The first ${files.length} of ${inputs_total} files.</p>`
      : '';
  return html`${table(
    'Input files',
    heads,
    files.map((f) => [html`<code>${f.file}</code>`, size(f.bytes)]),
  )}${more}`;
}

/** What the run ran on. */
export function environmentSection({ environment }: ReportData): Html {
  const { versions, workers } = environment;
  const heads = [
    { name: 'worker' },
    { name: 'attempts', n: true },
    { name: 'lost', n: true },
    { name: 'peak memory', n: true },
  ];
  const rows = workers.map((w) => [
    html`<code>${w.name}</code>`,
    count(w.attempts),
    count(w.lost),
    w.peak_rss_mb === null ? '–' : `${figure(w.peak_rss_mb)} MiB`,
  ]);
  return section(
    'environment',
    'Environment',
    facts('Versions', Object.entries(versions)),
    workers.length > 0 && table('Workers', heads, rows),
  );
}

/** Hashes that say what the result was made from. */
export function fingerprintsSection({ fingerprints }: ReportData): Html {
  const rows = fingerprints.map(({ what, sha256 }): [string, Part] => [what, html`<code>${sha256}</code>`]);
  return section('fingerprints', 'Fingerprints', facts('Fingerprints', rows));
}

function facts(caption: string, entries: readonly [string, Part][]): Html {
  if (entries.length === 0) return html`<p class="none">Not known.</p>`;
  return table(
    caption,
    [
      { name: '', className: 'key' },
      { name: '', className: 'wrap' },
    ],
    entries,
  );
}
