/** The report as a page and as Markdown: safe with any text, readable at any size. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { syntheticEvents, writeSyntheticRun } from '../../../bench/report/synthetic-run.js';
import type { ReportData } from '../../../src/report/data/value.js';
import { reportMarkdown } from '../../../src/report/html/markdown.js';
import { reportHtml } from '../../../src/report/html/page.js';
import { REPORT_FILE, writeReport } from '../../../src/report/write.js';
import { syntheticRuns } from '../synthetic-data.js';
import { localStore } from '../../../src/storage/local-store.js';

const HOSTILE = `</style></script></svg>"'\`><script>pwned()</script><img src=x onerror=pwned()>&\u202e|[x](javascript:pwned())`;
const runs = syntheticRuns();
const { dataOf } = runs;
after(() => runs.remove());

/** The value with every text in it replaced, keys as they are; words that choose a way are kept. */
function poisoned(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return ['status', 'kind', 'state'].includes(key) ? value : HOSTILE;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, poisoned(v, k)]));
}

async function poisonedData(): Promise<ReportData> {
  const data = await dataOf(8, 20);
  const row = { partition: 0, row: 1, place: 'a:1', op: 'x', reason: 'r', quoted: { error: 'e', text: 't' } };
  const trouble = { partition: 1, state: 'parked' as const, failure: { type: 'E', message: 'm', op: 'o' } };
  const full: ReportData = {
    ...data,
    run: { ...data.run, failure: { type: 'E', message: 'm' }, troubled: [trouble] },
    quarantine: { total: 1, shown: [row] },
    notes: ['n'],
  };
  return poisoned(full) as ReportData;
}

describe('the report as a page', () => {
  it('lets no text of a run become markup', async () => {
    const page = await reportHtml({ ...(await poisonedData()) });
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.equal(page.match(/<img|<iframe|<object/g), null);
    assert.equal(page.match(/<\/style>/g)?.length, 1);
    assert.ok(!page.includes('\u202e'));
    assert.ok(page.includes('&#60;script&#62;pwned()'));
  });

  it('asks for nothing from outside: no address but links that a person follows', async () => {
    const page = await reportHtml(await dataOf(3, 10));
    assert.equal(page.match(/\b(?:src|href|action)="(?!#|data:,)/g), null);
    assert.equal(page.match(/url\((?!#)|@import|https?:/g), null);
    assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
  });

  it('is readable with no rows, with one partition, and says what is not there', async () => {
    const empty = await reportHtml(await dataOf(0, 0));
    assert.match(empty, /No op has run yet/);
    const one = await reportHtml(await dataOf(1, 3));
    assert.match(one, /1 partition, one line each/);
    assert.ok(!/NaN|Infinity|undefined/.test(one + empty));
  });

  it('names every drawing for those who cannot see it', async () => {
    const page = await reportHtml(await dataOf(3, 10));
    const drawings = page.match(/<svg[^>]*>/g) ?? [];
    assert.ok(drawings.length >= 5);
    for (const svg of drawings) {
      const [, title = '', desc = ''] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
      assert.ok(page.includes(`<title id="${title}">`) && page.includes(`<desc id="${desc}">`), svg);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('is under 5 MB for ten thousand partitions', async () => {
    const page = await reportHtml(await dataOf(10_000, 4));
    const bytes = Buffer.byteLength(page);
    assert.ok(bytes < 5e6, `${bytes} bytes`);
    assert.match(page, /of 10,000 partitions: \d+ that had trouble/);
  });

  it('is the same for the same value', async () => {
    const data = await dataOf(3, 10);
    assert.equal(await reportHtml(data), await reportHtml(data));
  });
});

describe('the report as Markdown', () => {
  it('has the figures of the ledger, and lets no text of a run become markup', async () => {
    const data = await poisonedData();
    const text = reportMarkdown(data);
    assert.ok(text.includes(`| rows read | ${data.ledger.rows_in} |`));
    assert.equal(text.match(/(?<!\\)<\w|(?<!\\)\]\(javascript/g), null);
  });
});

describe('writing the report', () => {
  it('puts it into the logs of the run; for its owner only where it quotes rows', async () => {
    const dir = runs.folder();
    const run = { dir, partitions: 2, rows: 5 };
    writeSyntheticRun(run);
    const ref = await writeReport(syntheticEvents(run), { runId: 'r', store: localStore(dir) });
    const file = path.join(dir, REPORT_FILE);
    assert.deepEqual([ref.path, ref.bytes], [REPORT_FILE, fs.statSync(file).size]);
    assert.notEqual(fs.statSync(file).mode & 0o077, 0);
    await writeReport(syntheticEvents(run), { runId: 'r', store: localStore(dir), rows: true });
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });
});
