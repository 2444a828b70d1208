/** Pages of Temporal's Web UI in a real browser, for a test; pictures of them for the docs. */
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { until } from '../e2e/support.js';
import { projectRoot } from '../repo/project.js';
import { openBrowser } from './browser.js';

const SIZE = { width: 1280, height: 800 };
const PATIENCE_MS = 60_000;
/** Script: the text of the page, which has no body yet while it loads. */
const TEXT = "(document.body?.innerText ?? '').replace(/\\s+/g, ' ')";
/** The Web UI of one server. */
export class WebUi {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly origin: string,
    /** A folder whose path is not to be seen in pictures. */
    private readonly folder: string,
  ) {}

  /** Starts a browser. */
  static async open(o: { origin: string; folder: string }): Promise<WebUi> {
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.setViewport(SIZE);
    return new WebUi(browser, page, o.origin, o.folder);
  }

  /** Ends the browser. */
  close(): Promise<void> {
    return this.browser.close();
  }

  /** Goes to a list of workflows by a query. */
  async list(query: string): Promise<void> {
    await this.go(`/namespaces/default/workflows?query=${encodeURIComponent(query)}`);
  }

  /** Goes to the page of a workflow: its timeline, or another tab by the end of its address. */
  async workflow(id: string, tab?: 'user-metadata' | 'pending-activities'): Promise<void> {
    await this.go(`/namespaces/default/workflows/${encodeURIComponent(id)}`);
    await this.page.waitForFunction("location.pathname.endsWith('/timeline')", { timeout: PATIENCE_MS });
    if (tab) await this.go(new URL(this.page.url()).pathname.replace(/timeline$/, tab));
  }

  /** Waits until all of these texts are on the page. Throws after a minute, with what is there. */
  async shows(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const there = async (): Promise<boolean> => (await this.text()).includes(text);
      await until(there, PATIENCE_MS, `"${text}"`).catch(async (cause: unknown) => {
        throw new Error(`"${text}" is not on the page:\n${await this.text()}`, { cause });
      });
    }
  }

  /** All text of the page, every space in it a single blank. What a workflow tells in Markdown is in frames. */
  async text(): Promise<string> {
    const texts = await Promise.all(this.page.frames().map((frame) => this.inFrame(frame, TEXT)));
    return texts.join(' ');
  }

  /**
   * Writes `docs/images/NAME.png`, where JUICER_SCREENSHOTS=1 asks for pictures: of what is to be seen, or of the part
   * from a heading on.
   */
  async picture(name: string, heading?: string): Promise<void> {
    if (process.env['JUICER_SCREENSHOTS'] !== '1') return;
    const folder = path.join(projectRoot(), 'docs/images');
    fs.mkdirSync(folder, { recursive: true });
    for (const frame of this.page.frames()) await this.inFrame(frame, hidden(this.folder));
    const top = heading === undefined ? 0 : Number(await this.page.evaluate(scrolledTo(heading)));
    const file = path.join(folder, `${name}.png`) as `${string}.png`;
    const { width, height } = SIZE;
    await this.page.screenshot({ path: file, clip: { x: 0, y: top, width, height: height - top } });
  }

  /** What a script gives in a frame; nothing when that went away meanwhile. */
  private async inFrame(frame: Frame, script: string): Promise<string> {
    try {
      return String(await frame.evaluate(script));
    } catch (error) {
      if (/detached|destroyed|navigat/i.test(String(error))) return '';
      throw error;
    }
  }

  private async go(address: string): Promise<void> {
    await this.page.goto(this.origin + address, { waitUntil: 'domcontentloaded', timeout: PATIENCE_MS });
  }
}

/** Script: paths below a folder begin with /data instead. */
function hidden(folder: string): string {
  return `{
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      node.textContent = node.textContent.replaceAll(${JSON.stringify(folder)}, '/data');
  }`;
}

/** Script: brings the heading with this text to the top as far as may be, and gives where it stands then. */
function scrolledTo(text: string): string {
  return `{
    const headings = [...document.querySelectorAll('h1, h2, h3')];
    const heading = headings.find((h) => h.textContent.includes(${JSON.stringify(text)}));
    heading?.scrollIntoView();
    Math.max(0, (heading?.getBoundingClientRect().top ?? 0) - 16);
  }`;
}
