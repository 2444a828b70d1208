/** `juicer report` on a run that no server knows: by the path of its folder. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { syntheticEvents, writeSyntheticRun } from '../../bench/report/synthetic-run.js';
import { main } from '../../src/cli/main.js';
import { RUN_FILES } from '../../src/storage/layout.js';

describe('juicer report of a folder', () => {
  let dir: string;
  let target: string;
  before(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-report-'));
    target = path.join(dir, 'report.out');
    const run = { dir, partitions: 3, rows: 12 };
    writeSyntheticRun(run);
    fs.writeFileSync(path.join(dir, RUN_FILES.recipe), '');
    const lines = [...syntheticEvents(run)].map((event) => `${JSON.stringify(event)}\n`);
    fs.writeFileSync(path.join(dir, RUN_FILES.events), lines.join(''));
  });
  after(() => fs.rmSync(dir, { recursive: true }));

  it('writes JSON with the figures of the run', async () => {
    assert.equal(await main(['report', dir, '--format', 'json', '--file', target]), 0);
    const data = JSON.parse(fs.readFileSync(target, 'utf8')) as {
      schema_version: number;
      ledger: { rows_in: number };
      run: { status: string };
    };
    assert.deepEqual([data.schema_version, data.ledger.rows_in, data.run.status], [1, 36, 'done']);
  });

  it('writes Markdown', async () => {
    assert.equal(await main(['report', dir, '--format', 'md', '--file', target]), 0);
    assert.match(fs.readFileSync(target, 'utf8'), /^# synthetic: Done\n/);
  });

  it('writes the page into the logs of the run, with a link to the Web UI that is named', async () => {
    assert.equal(await main(['report', dir, '--web-ui', 'http://ui.example:8080/']), 0);
    const page = fs.readFileSync(path.join(dir, 'logs/report.html'), 'utf8');
    assert.match(page, /href="http:\/\/ui\.example:8080\/namespaces\/default\/workflows\/synthetic-/);
  });

  it('refuses a form that it has not', async () => {
    assert.equal(await main(['report', dir, '--format', 'pdf']), 2);
  });

  it('makes no link of an address that is none of the web', async () => {
    assert.equal(
      await main(['report', dir, '--format', 'json', '--file', target, '--web-ui', 'javascript:alert(1)']),
      0,
    );
    assert.match(fs.readFileSync(target, 'utf8'), /"web_ui": null/);
  });
});
