/** Rows through the ops: what each one let through, and where the others went. */
import type { OpReport, ReportData } from '../../data/value.js';
import { axis, COLOUR, labelRoom, type Chart } from '../chart.js';
import { count } from '../format.js';

/** The series of the chart, in the order in which they are stacked. */
export const ROW_SERIES = [
  { name: 'passed on', colour: COLOUR.main, value: (op: OpReport) => op.rows_out },
  { name: 'rejected', colour: COLOUR.lost, value: (op: OpReport) => op.rejected },
  { name: 'duplicates or merged', colour: COLOUR.extra, value: (op: OpReport) => op.duplicates + op.merged },
  { name: 'quarantined', colour: COLOUR.bad, value: (op: OpReport) => op.quarantined },
] as const;

const ROW = 30;

/** A bar per op, the rows that entered it cut into what became of them; null when no op has run yet. */
export function rowsChart({ ops, ledger }: ReportData): Chart | null {
  const shown = ops.filter((op) => op.partitions > 0);
  if (shown.length === 0) return null;
  const names = shown.map((op) => (op.index < 0 ? 'read' : op.name));
  return {
    id: 'rows',
    width: 960,
    height: shown.length * ROW + 46,
    title: 'Rows through the ops',
    description: `${count(ledger.rows_in)} rows were read, ${count(ledger.rows_out)} came out of the last op.`,
    option: {
      grid: { left: labelRoom(names), right: 76, top: 6, bottom: 32 },
      xAxis: axis({ type: 'value', axisLabel: { formatter: (n: number) => count(n) }, splitNumber: 4 }),
      yAxis: axis({ type: 'category', data: names, inverse: true, axisLabel: { color: COLOUR.ink } }),
      series: ROW_SERIES.map(({ name, colour, value }, i) => ({
        name,
        type: 'bar',
        stack: 'rows',
        silent: true,
        barWidth: 16,
        itemStyle: { color: colour },
        data: shown.map(value),
        ...(i === ROW_SERIES.length - 1 ? { label: endLabel(shown) } : {}),
      })),
    },
  };
}

/** At the end of each bar: what went on to the next op. */
function endLabel(ops: readonly OpReport[]): Record<string, unknown> {
  return {
    show: true,
    position: 'right',
    color: COLOUR.ink,
    fontSize: 12,
    formatter: ({ dataIndex }: { dataIndex: number }) => count(ops[dataIndex]?.rows_out ?? 0),
  };
}
