/** Draws a chart as SVG without a browser. Its colours are CSS variables of the page, so that one drawing serves light and dark. */
import type { EChartsCoreOption } from 'echarts';
import { escapeHtml, trusted, withoutControls, type Html } from './html.js';

/** What a chart is drawn from. `id` is unique on the page. */
export interface Chart {
  id: string;
  width: number;
  height: number;
  /** Read out by screen readers: what it shows, and what it comes to. */
  title: string;
  description: string;
  option: EChartsCoreOption;
}

/** The colours of charts, by what they mean. */
export const COLOUR = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  panel: 'var(--panel)',
  main: 'var(--c-main)',
  lost: 'var(--c-lost)',
  bad: 'var(--c-bad)',
  extra: 'var(--c-extra)',
  second: 'var(--c-second)',
  pale: 'var(--c-pale)',
} as const;

/** Draws charts; the library is loaded when the first one is drawn. */
export async function drawChart(chart: Chart): Promise<Html> {
  const echarts = await library();
  const drawing = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: chart.width,
    height: chart.height,
  });
  try {
    drawing.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...chart.option });
    return trusted(labelled(drawing.renderToSVGString({ useViewBox: true }), chart));
  } finally {
    drawing.dispose();
  }
}

/** Axis line, ticks, labels and grid in the page's colours. */
export function axis(more: Record<string, unknown>): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: COLOUR.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: COLOUR.line, opacity: 0.6 } },
    nameTextStyle: { color: COLOUR.muted, fontSize: 12 },
    ...more,
    axisLabel: { color: COLOUR.muted, fontSize: 12, ...(more['axisLabel'] as object | undefined) },
  };
}

/** Room for labels at the left of a chart, by the longest of them, in pixels. */
export function labelRoom(labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  return Math.min(290, Math.max(40, Math.round(longest * 6.9) + 14));
}

// The library's build in one file: its modules one by one take a second of CPU to load, at the end of every run.
function library(): Promise<typeof import('echarts')> {
  return import('echarts/dist/echarts.esm.min.mjs');
}

/**
 * Names the drawing for screen readers, and takes out what only the library's own script would need. In what it draws,
 * quotes within texts are escaped, so these patterns meet attributes only.
 */
function labelled(svg: string, { id, title, description }: Chart): string {
  const names = `role="img" aria-labelledby="${id}-t ${id}-d"`;
  const texts = `<title id="${id}-t">${escapeHtml(title)}</title><desc id="${id}-d">${escapeHtml(description)}</desc>`;
  return withoutControls(svg)
    .replace(/<style\b[^]*?<\/style>\s*/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xml\w*(?::\w+)?|version|baseProfile)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(/^<svg([^>]*)>/, (_, attributes: string) => `<svg${attributes} ${names}>${texts}`);
}
