/** The map of partitions × ops: how long each op took on each partition. */
import type { Heat } from '../../data/value.js';
import { axis, COLOUR, labelRoom, type Chart } from '../chart.js';
import { time } from '../format.js';
import { rectBetween, type DrawApi, type Shape } from './shape.js';

/** Colours from short to long, as variables of the page. */
export const HEAT_STEPS = 8;

const ROW = 24;

/** The map; null when no op has run yet. */
export function heatChart(heat: Heat): Chart | null {
  const cells = cellsOf(heat);
  if (cells.length === 0) return null;
  const { low, high } = heatRange(heat);
  return {
    id: 'heat',
    width: 960,
    height: heat.ops.length * ROW + 60,
    title: 'Partitions by ops',
    description: `Mean time of each op on each partition, from ${time(low)} to ${time(high)}; the table of ops has the figures.`,
    option: {
      grid: { left: labelRoom(heat.ops), right: 16, top: 6, bottom: 48 },
      xAxis: axis({
        type: 'category',
        data: heat.bins.map((bin) => String(bin.from)),
        name: heat.bins.some((bin) => bin.from !== bin.to) ? 'first partition of the cell' : 'partition',
        nameLocation: 'middle',
        nameGap: 28,
        splitLine: { show: false },
      }),
      yAxis: axis({ type: 'category', data: heat.ops, inverse: true, axisLabel: { color: COLOUR.ink } }),
      series: [
        {
          type: 'custom',
          silent: true,
          data: cells.map(({ bin, op }) => [bin, op]),
          renderItem: (params: { dataIndex: number }, api: DrawApi) =>
            cellShape(cells[params.dataIndex], api),
        },
      ],
    },
  };
}

/** Shortest and longest time of the map, seconds. */
export function heatRange(heat: Heat): { low: number; high: number } {
  const known = heat.seconds.flat().filter((s) => s !== null);
  return {
    low: known.reduce((a, b) => Math.min(a, b), Infinity),
    high: known.reduce((a, b) => Math.max(a, b), 0),
  };
}

interface Cell {
  bin: number;
  op: number;
  step: number;
}

/** Steps are even on a logarithmic scale: ops differ by orders of magnitude. */
function cellsOf(heat: Heat): Cell[] {
  const { low, high } = heatRange(heat);
  const floor = Math.max(low, high / 1e4, 1e-6);
  const span = Math.log(Math.max(high, floor) / floor);
  return heat.seconds.flatMap((row, op) =>
    row.flatMap((seconds, bin): Cell[] => {
      if (seconds === null) return [];
      const share = span > 0 ? Math.log(Math.max(seconds, floor) / floor) / span : 0;
      return [{ bin, op, step: Math.min(HEAT_STEPS - 1, Math.floor(share * HEAT_STEPS)) }];
    }),
  );
}

function cellShape(cell: Cell | undefined, api: DrawApi): Shape | null {
  if (!cell) return null;
  const [x = 0, y = 0] = api.coord([cell.bin, cell.op]);
  const [width = 0, height = 0] = api.size([1, 1]);
  const [right, down] = [width / 2, height * 0.46];
  // A little over each other: no seams between cells.
  return rectBetween([x - right, y - down], [x + right + 0.4, y + down], { fill: `var(--h${cell.step})` });
}
