/** Verdict, failures, ledger: what one looks at first. */
import type { ReportData } from '../../data/value.js';
import { count, figure, percent, plural, size, time } from '../format.js';
import { html, type Html, type Part } from '../html.js';
import { section, table } from '../parts.js';

/** The figures that sum the run up. */
export function tiles({ run, counts, ledger, attempts }: ReportData): Html {
  const rate = run.duration ? ledger.rows_in / run.duration : null;
  const lost = attempts.lost > 0 ? `, ${count(attempts.lost)} lost with a worker` : '';
  const items: [string, string, string][] = [
    ['Rows read', count(ledger.rows_in), rate === null ? '' : `${figure(Math.round(rate))} rows/s`],
    ['Rows kept', count(ledger.rows_out), `${percent(ledger.rows_out, ledger.rows_in)} of those read`],
    ['Rejected', count(ledger.rejected), percent(ledger.rejected, ledger.rows_in)],
    ['Quarantined', count(ledger.quarantined), percent(ledger.quarantined, ledger.rows_in)],
    ['Partitions', `${count(counts.completed)} / ${count(counts.partitions)}`, standing(counts)],
    [
      'Time',
      time(run.duration),
      `${plural(attempts.total, 'attempt')}, ${count(attempts.failed)} failed${lost}`,
    ],
  ];
  return html`<dl class="tiles">
    ${items.map(
      ([name, big, small]) =>
        html`<div class="tile">
          <dt>${name}</dt>
          <dd><span class="big">${big}</span><span class="small">${small}</span></dd>
        </div> `,
    )}
  </dl>`;
}

function standing({ failed, parked, skipped, active }: ReportData['counts']): string {
  const named = Object.entries({ failed, parked, skipped, active }).filter(([, n]) => n > 0);
  return named.length === 0 ? 'completed' : named.map(([name, n]) => `${count(n)} ${name}`).join(', ');
}

/** What went wrong, if something did. */
export function troubles({ run, notes }: ReportData): Html {
  const failure = run.failure
    ? html`<div class="alert" role="note">
        <p><strong>${run.failure.type}</strong> ${run.failure.message}</p>
      </div>`
    : '';
  const doubt =
    notes.length > 0
      ? html`<div class="alert soft" role="note">
          ${notes.slice(0, 20).map((note) => html`<p>${note}</p>`)}
        </div>`
      : '';
  return html`${failure}${doubt}`;
}

/** The ledger, and partitions that did not come through. */
export function ledgerSection({ ledger, run }: ReportData): Html {
  const losses: [string, number][] = [
    ['rejected by filters', -ledger.rejected],
    ['duplicates', -ledger.duplicates],
    ['quarantined', -ledger.quarantined],
    ['merged into others', -ledger.merged],
    ['added by ops', ledger.added],
  ];
  const signed = (n: number): string => (n < 0 ? `− ${count(-n)}` : `+ ${count(n)}`);
  const share = (n: number): string => percent(Math.abs(n), ledger.rows_in);
  const lines: Part[][] = [
    ['rows read', count(ledger.rows_in), ''],
    ...losses.map(([name, n]) => [name, n === 0 ? '0' : signed(n), share(n)]),
    ['rows out of the last op', count(ledger.rows_out), share(ledger.rows_out)],
  ];
  const heads = [{ name: '' }, { name: 'rows', n: true }, { name: 'share', n: true }];
  return section(
    'ledger',
    'Ledger',
    html`<p class="hint">Every row that was read is accounted for, over the partitions that are done.</p>`,
    table('Ledger', heads, lines, { sumLast: true }),
    exportLine(run.export),
    troubledTable(run.troubled),
  );
}

function exportLine(exported: ReportData['run']['export']): Html | null {
  if (!exported) return null;
  return html`<p>
    Exported ${plural(exported.rows, 'row')}, ${size(exported.bytes)}, to <code>${exported.path}</code>.
  </p>`;
}

function troubledTable(troubled: ReportData['run']['troubled']): Html | null {
  if (troubled.length === 0) return null;
  const heads = [
    { name: 'partition', className: 'nowrap' },
    { name: 'state', className: 'nowrap' },
    { name: 'op', className: 'nowrap' },
    { name: 'why', className: 'wrap' },
  ];
  const rows = troubled.map(({ partition, state, failure }) => [
    partition,
    state,
    failure.op ?? '–',
    `${failure.type}: ${failure.message}`,
  ]);
  return html`<h3>Partitions that did not come through</h3>
    ${table('Partitions that did not come through', heads, rows)}`;
}
