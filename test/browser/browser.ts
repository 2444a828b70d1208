/** The browser that tests look at pages with. */
import fs from 'node:fs';
import path from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Quiet towards the network, and able to run as root. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The browser's program: JUICER_CHROME, CHROME_PATH, or Chromium or Chrome on the PATH; null where there is none. */
function browserProgram(): string | null {
  const named = process.env['JUICER_CHROME'] ?? process.env['CHROME_PATH'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders.flatMap((folder) => PROGRAMS.map((name) => path.join(folder, name)));
  return found.find((file) => fs.existsSync(file)) ?? null;
}

const program = browserProgram();

/** For `skip`: why there is no looking here; false where there is a browser. */
export const withoutBrowser =
  program === null ? 'there is no Chromium on the PATH, and CHROME_PATH is not set' : false;

/** Starts it. */
export function openBrowser(): Promise<Browser> {
  return puppeteer.launch({ executablePath: program ?? '', args: ARGUMENTS });
}
