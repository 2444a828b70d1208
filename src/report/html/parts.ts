/** Pieces of the page that several sections use. */
import { drawChart, type Chart } from './chart.js';
import { html, trusted, type Html, type Part } from './html.js';

/** A column of a table. `n`: figures, aligned to the right. */
export interface ColumnHead {
  name: string;
  n?: boolean;
  /** More classes of the cells. */
  className?: string;
}

/** A table in a box of its own, which scrolls when it is wide; the first column names the row. */
export function table(
  caption: string,
  heads: readonly ColumnHead[],
  rows: readonly (readonly Part[])[],
  o: { sumLast?: boolean } = {},
): Html {
  const classOf = (head: ColumnHead | undefined): string =>
    [head?.n ? 'n' : '', head?.className ?? ''].join(' ').trim();
  const row = (cells: readonly Part[], i: number): Html =>
    html`<tr${o.sumLast && i === rows.length - 1 ? html` class="sum"` : ''}>${cells.map((cell, k) =>
      k === 0
        ? html`<th scope="row" class="${classOf(heads[k])}">${cell}</th>`
        : html`<td class="${classOf(heads[k])}">${cell}</td>`,
    )}</tr>
`;
  return html`<div class="box" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col" class="${classOf(head)}">${head.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div> `;
}

/** A chart with what stands below it; `none` stands in for a chart that has nothing to show. */
export async function figureOf(
  chart: Chart | null,
  o: { caption?: Part; wide?: boolean; none?: string },
): Promise<Html> {
  if (!chart) return o.none === undefined ? html`` : html`<p class="none">${o.none}</p>`;
  const svg = await drawChart(chart);
  const caption = o.caption === undefined ? '' : html`<figcaption>${o.caption}</figcaption>`;
  if (!o.wide) return html`<figure>${svg}${caption}</figure>`;
  return html`<figure>
    <div class="box wide" tabindex="0" role="region" aria-label="${chart.title}">${svg}</div>
    ${caption}
  </figure> `;
}

/** What the colours mean. `colour` is one of our own variables. */
export function legend(entries: readonly { name: string; colour: string; mark?: 'dot' | 'dia' }[]): Html {
  return html`<ul class="legend">
    ${entries.map(
      ({ name, colour, mark }) =>
        html`<li><i class="${mark ?? ''}" style="background:${trusted(colour)}"></i>${name}</li>`,
    )}
  </ul> `;
}

/** A section with its heading. */
export function section(id: string, title: string, ...parts: Part[]): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${parts}
  </section> `;
}
