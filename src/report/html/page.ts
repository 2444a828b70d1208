/** The report as one HTML file: no request goes out from it, and it reads without its script. */
import { createHash } from 'node:crypto';
import type { ReportData } from '../data/value.js';
import { htmlDocument } from './document.js';
import { moment } from './format.js';
import { html, trusted, type Html } from './html.js';
import {
  environmentSection,
  fingerprintsSection,
  planSection,
  quarantineSection,
} from './sections/appendix.js';
import { resourceSection, timelineSection } from './sections/course.js';
import { filtersSection } from './sections/filters.js';
import { flowSection, heatSection, opsSection } from './sections/flow.js';
import { ledgerSection, tiles, troubles } from './sections/overview.js';
import { leadSentence, statusWord } from './words.js';

const NAMES = [
  ['flow', 'Rows'],
  ['ops', 'Ops'],
  ['heat', 'Partitions'],
  ['timeline', 'Timeline'],
  ['ledger', 'Ledger'],
  ['filters', 'Filters'],
  ['quarantine', 'Quarantine'],
  ['resources', 'Resources'],
  ['plan', 'Plan'],
  ['environment', 'Environment'],
  ['fingerprints', 'Fingerprints'],
] as const;

/** The one thing that a script does: the button that turns the page from light to dark and back. */
const SCRIPT = `(()=>{const b=document.getElementById('theme'),r=document.documentElement,d=()=>r.dataset.theme?r.dataset.theme==='dark':matchMedia('(prefers-color-scheme:dark)').matches,s=()=>{b.textContent=d()?'Light':'Dark'};b.hidden=false;s();b.addEventListener('click',()=>{r.dataset.theme=d()?'light':'dark';s()})})()`;

/** The whole file. */
export async function reportHtml(data: ReportData): Promise<string> {
  const body = await sections(data);
  const { run } = data;
  return htmlDocument({
    title: `${run.run_id} – ${statusWord(run)}`,
    script: `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`,
    body: html`<a class="skip" href="#main">To the report</a>
      ${header(data)}
      <main id="main">${body}</main>
      <footer>
        <p>
          Made by durable-juicer on ${moment(data.made_at)}. Hashes, rows and counts are those of the run's
          own files; times are from its events.
        </p>
      </footer>
      ${trusted(`<script>${SCRIPT}</script>`)}`,
  });
}

const STATUS_CLASS: Record<ReportData['run']['status'], string> = {
  done: 'done',
  failed: 'fail',
  cancelled: 'wait',
  waiting: 'wait',
  running: 'wait',
  paused: 'wait',
  unknown: 'wait',
};

function header(data: ReportData): Html {
  const { run } = data;
  const link = run.web_ui && html` · <a href="${run.web_ui}" rel="noreferrer">Temporal Web UI</a>`;
  const ended = run.ended_at === null ? 'goes on' : moment(run.ended_at);
  return html`<header class="top">
    <button id="theme" type="button" hidden>Dark</button>
    <p class="brand">durable-juicer report</p>
    <h1>
      ${run.project_name ?? run.run_id}
      <span class="badge ${STATUS_CLASS[run.status]}">${statusWord(run)}</span>
    </h1>
    <p class="id">${run.run_id}</p>
    <p class="lead">${leadSentence(data)}</p>
    <p class="hint">${moment(run.started_at)} – ${ended}${link}</p>
    <nav aria-label="Sections">${NAMES.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
  </header>`;
}

async function sections(data: ReportData): Promise<Html[]> {
  return [
    tiles(data),
    troubles(data),
    await flowSection(data),
    opsSection(data),
    await heatSection(data),
    await timelineSection(data),
    ledgerSection(data),
    await filtersSection(data),
    quarantineSection(data),
    await resourceSection(data),
    planSection(data),
    environmentSection(data),
    fingerprintsSection(data),
  ];
}
