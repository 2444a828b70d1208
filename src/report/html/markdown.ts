/** The report as Markdown: the figures without the charts. */
import type { OpReport, ReportData } from '../data/value.js';
import { count, figure, moment, percent, plural, size, time } from './format.js';
import { filterBasis, leadSentence, statusWord, timelineCaption } from './words.js';

/** The report for terminals, issues and chats. Text of rows, paths and messages is escaped. */
export function reportMarkdown(data: ReportData): string {
  const { run } = data;
  const parts = [
    `# ${text(run.project_name ?? run.run_id)}: ${statusWord(run)}`,
    leadSentence(data),
    `Run ${code(run.run_id)}, ${moment(run.started_at)} – ${run.ended_at === null ? 'goes on' : moment(run.ended_at)}.`,
    run.web_ui && `[Temporal Web UI](${run.web_ui})`,
    run.failure && `**${text(run.failure.type)}** ${text(run.failure.message)}`,
    ...data.notes.map((note) => `_${text(note)}_`),
    '## Ledger',
    ledger(data),
    '## Ops',
    table(
      ['op', 'partitions', 'rows in', 'rows out', 'kept', 'time', 'p95', 'failed', 'retries'],
      data.ops.map(opRow),
    ),
    ...troubles(data),
    ...filters(data),
    ...quarantine(data),
    ...plan(data),
    '## Fingerprints',
    table(
      ['what', 'sha256'],
      data.fingerprints.map((f) => [text(f.what), code(f.sha256)]),
    ),
  ];
  return `${parts.filter((p) => typeof p === 'string' && p !== '').join('\n\n')}\n`;
}

function ledger({ ledger: l, run }: ReportData): string {
  const rows: [string, number][] = [
    ['rows read', l.rows_in],
    ['rejected', l.rejected],
    ['duplicates', l.duplicates],
    ['quarantined', l.quarantined],
    ['merged', l.merged],
    ['added', l.added],
    ['rows out', l.rows_out],
  ];
  const lines = table(
    ['', 'rows', 'share'],
    rows.map(([name, n]) => [name, count(n), percent(n, l.rows_in)]),
  );
  if (!run.export) return lines;
  const { rows: exported, bytes, path } = run.export;
  return `${lines}\n\nExported ${plural(exported, 'row')}, ${size(bytes)}, to ${code(path)}.`;
}

function opRow(op: OpReport): string[] {
  return [
    op.index < 0 ? 'read and cut' : text(op.name),
    count(op.partitions),
    count(op.rows_in),
    count(op.rows_out),
    percent(op.rows_out, op.rows_in),
    op.mean === null ? '–' : time(op.duration),
    time(op.p95),
    count(op.failed_attempts),
    count(op.retries),
  ];
}

function troubles({ run, timeline, attempts }: ReportData): string[] {
  const counts = `${plural(attempts.total, 'attempt')}, ${count(attempts.failed)} failed, ${count(attempts.lost)} of them lost with a worker. ${timelineCaption(timeline)}`;
  const rows = run.troubled.map(({ partition, state, failure }) => [
    count(partition),
    state,
    text(failure.op ?? '–'),
    text(`${failure.type}: ${failure.message}`),
  ]);
  return ['## Partitions', counts, rows.length > 0 ? table(['partition', 'state', 'op', 'why'], rows) : ''];
}

function filters({ filters: all, filters_missing }: ReportData): string[] {
  if (filters_missing !== null) return ['## Filters', `No statistics: ${text(filters_missing)}.`];
  const parts = all.map((filter) => {
    const rows = filter.stats.map((stat) =>
      stat.kind === 'word'
        ? [
            text(stat.name),
            stat.words
              .slice(0, 5)
              .map((w) => `${text(w.word)} ${count(w.rows)}`)
              .join(', '),
            '',
          ]
        : [
            text(stat.name),
            `${figure(stat.min)} to ${figure(stat.max)}, median ${figure(stat.quantiles?.p50 ?? null)}`,
            stat.thresholds
              .map((t) => `${text(t.param)} ${figure(t.value)} keeps ${percent(t.kept_now, 1)}`)
              .join(', '),
          ],
    );
    return `### ${text(filter.name)}\n\n${filterBasis(filter)}\n\n${table(['statistic', 'values', 'thresholds'], rows)}`;
  });
  return ['## Filters', ...parts];
}

function quarantine({ quarantine: { total, shown } }: ReportData): string[] {
  if (total === 0 && shown.length === 0) return [];
  const rows = shown.map((q) => [
    count(q.row),
    text(q.place ?? '–'),
    text(q.op ?? 'read'),
    text(q.quoted ? `${q.reason}: ${q.quoted.error}` : q.reason),
    ...(q.quoted ? [text(q.quoted.text)] : []),
  ]);
  const heads = ['row', 'place', 'op', 'reason'];
  return [
    '## Quarantined rows',
    `${count(total)}, the first ${count(shown.length)} of them:`,
    table(shown.some((q) => q.quoted) ? [...heads, 'text'] : heads, rows),
  ];
}

function plan({ plan: planned }: ReportData): string[] {
  if (!planned) return [];
  const rows = planned.ops.map((op) => [text(op.name), count(op.version), text(JSON.stringify(op.params))]);
  return [
    '## Plan',
    `${plural(planned.rows, 'row')}, ${size(planned.bytes)}, in ${plural(planned.partitions, 'partition')}.`,
    table(['op', 'version', 'parameters'], rows),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as it stands, on one line: nothing in it is markup, and control characters become spaces. */
function text(raw: string): string {
  return raw
    .replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~>$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
}

function code(raw: string): string {
  return /^[\w./:@ -]+$/.test(raw) ? `\`${raw}\`` : text(raw);
}
