/** The report of a real run in a real browser: hostile rows, light and dark, wide and narrow. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { seedRecipe, type Workspace } from '../e2e/support.js';
import { DONE, faultyWorkspace, PARTITION_ROWS, withFaults } from '../faults/support.js';
import { projectRoot } from '../repo/project.js';
import { openBrowser, withoutBrowser } from './browser.js';

const ID = 'multilingual-clean-7f3a';
const PROJECT = 'multilingual-clean';
const FAULTS = [
  { name: 'fails', point: 'op.start', match: 'partition_5/op_1/', action: 'throw' as const },
  { name: 'dies', point: 'op.start', match: 'partition_3/op_2/', action: 'kill' as const },
];
const HOSTILE = [
  '{"text": "<script>document.title=1</script>", broken',
  '<img src=x onerror="document.title=1">',
  '</td></table></main><script>document.title=1</script><style>*{display:none}</style>',
];

describe('the report in a browser', { skip: withoutBrowser }, () => {
  let ws: Workspace;
  let browser: Browser;
  let file: string;

  before(async () => {
    ws = faultyWorkspace();
    const lines = ws.read('in.jsonl').split('\n');
    HOSTILE.forEach((line, i) => lines.splice(40 + 150 * i, 0, line));
    ws.write('in.jsonl', lines.join('\n'));
    const more = `partition_size: ${PARTITION_ROWS}\nretry: {initial_interval: 0.5s}`;
    ws.write('recipe.yaml', seedRecipe({ dataset: 'in.jsonl', project: PROJECT, more }));
    const run = await ws.run(['run', 'recipe.yaml', '--id', ID], withFaults(ws, FAULTS));
    assert.equal(run.code, DONE, run.stderr);
    file = ws.path(`outputs/${PROJECT}/${ID}/logs/report.html`);
    const made = await ws.run(['report', ID, '--rows']);
    assert.equal(made.code, 0, made.stderr);
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await ws.remove();
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [380, 1280]) {
      it(`runs no script of rows, asks for nothing and fits at ${width} px, ${scheme}`, async () => {
        const { page, seen } = await opened(browser, { file, width, scheme });
        assert.deepEqual(seen, []);
        assert.match(await page.title(), new RegExp(ID));
        const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number;
        const shown = (await page.evaluate("document.querySelectorAll('section').length")) as number;
        assert.ok(wide <= width, `${wide} px`);
        assert.equal(shown, 11);
        assert.ok((await contrast(page)) > 4.5);
        await page.close();
      });
    }
  }

  it('shows hostile rows as the text that they are, and what befell the run', async () => {
    const { page } = await opened(browser, { file, width: 1280, scheme: 'light' });
    const text = (await page.evaluate('document.body.innerText')) as string;
    for (const line of HOSTILE) assert.ok(text.includes(line), line);
    assert.ok(text.includes('worker lost') && text.includes('failed attempt'));
    await page.close();
  });

  it('turns from light to dark by its button', async () => {
    const { page } = await opened(browser, { file, width: 1280, scheme: 'light' });
    const colour = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const before = await colour();
    await page.click('#theme');
    assert.notEqual(await colour(), before);
    await page.close();
  });

  it('is the picture in the README', async () => {
    const { page } = await opened(browser, { file, width: 1180, scheme: 'light' });
    const end = (await page.evaluate(
      "document.querySelector('#timeline').parentElement.querySelector('details').offsetTop",
    )) as number;
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 1180, height: end - 14 } });
    assert.ok(picture.length > 20_000);
    if (process.env['JUICER_SCREENSHOTS'] === '1') {
      const folder = path.join(projectRoot(), 'docs/images');
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, 'report.png'), picture);
    }
    await page.close();
  });
});

/** Opens the file; `seen` takes what must not be: errors, messages of the console, requests for anything but the file. */
async function opened(
  browser: Browser,
  o: { file: string; width: number; scheme: 'light' | 'dark' },
): Promise<{ page: Page; seen: string[] }> {
  const page = await browser.newPage();
  const seen: string[] = [];
  const url = pathToFileURL(o.file).href;
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) seen.push(request.url());
  });
  await page.setViewport({ width: o.width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: o.scheme }]);
  await page.goto(url, { waitUntil: 'load' });
  return { page, seen };
}

/** The contrast of muted text on the page's ground, by the rule of WCAG. */
async function contrast(page: Page): Promise<number> {
  const colour = async (what: string): Promise<string> => (await page.evaluate(what)) as string;
  const lights = [
    luminance(await colour("getComputedStyle(document.querySelector('.hint')).color")),
    luminance(await colour('getComputedStyle(document.body).backgroundColor')),
  ];
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const c = Number(part) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
