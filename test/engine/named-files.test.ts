/** Ops that read the files of a folder: what the plan notes of them, and what the threads then read. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { forgetPrepared, preparedOp } from '../../src/engine/prepared.js';
import { presentOp } from '../../src/engine/trace-row.js';
import { JuicerError } from '../../src/model/errors.js';
import { plannedRun, type PlannedRun } from './planned-run.js';

const LINES = '{"text":"The cat sat on the mat."}\n{"text":"cats dogs mice"}\n';
const LISTS = { 'stopwords.json': '{"en":["the","on"],"de":["der"]}', 'my_stopwords_2.json': '{"en":["a"]}' };

function planned(files: Record<string, string>, params = 'stopwords_dir: lists'): PlannedRun {
  return plannedRun(LINES, `process: [stopwords_filter: {${params}}]\n`, (dir) => {
    fs.mkdirSync(path.join(dir, 'lists', 'folder_stopwords.json'), { recursive: true });
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, 'lists', name), text);
  });
}

function isOf(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof JuicerError && error.code === code && message.test(error.message);
}

describe('the word lists of a folder', () => {
  test('are those with the kind in their name, in the order of their names, each with its hash', (t) => {
    const run = planned({ ...LISTS, 'stopwords.txt': 'no', 'words.json': 'no' });
    t.after(run.remove);
    const files = run.plan.ops[0]?.files ?? [];
    assert.deepEqual(
      files.map((f) => [f.param, path.relative(run.dir, f.path)]),
      [
        ['stopwords_dir', path.join('lists', 'my_stopwords_2.json')],
        ['stopwords_dir', path.join('lists', 'stopwords.json')],
      ],
    );
    for (const { sha256 } of files) assert.match(sha256, /^[0-9a-f]{64}$/);
  });

  test('count by their content, not by where they are', (t) => {
    const runs = [planned(LISTS), planned(LISTS), planned({ ...LISTS, 'stopwords.json': '{"en":["the"]}' })];
    t.after(() => runs.forEach((run) => run.remove()));
    const [first, same, other] = runs.map((run) => run.plan.ops[0]?.digest);
    assert.equal(first, same);
    assert.notEqual(first, other);
  });

  test('are read as planned: one that is added later is not, one that was changed is refused', async (t) => {
    const run = planned(LISTS);
    t.after(run.remove);
    await run.cut();
    fs.writeFileSync(path.join(run.dir, 'lists', 'z_stopwords.json'), 'no JSON');
    const outcome = await run.apply(0);
    assert.equal(outcome.ledger?.rows_out, 1);
    forgetPrepared();
    fs.writeFileSync(path.join(run.dir, 'lists', 'stopwords.json'), '{"en":[]}');
    const [op] = run.plan.ops;
    assert.ok(op);
    assert.throws(
      () => preparedOp(op),
      isOf('E_REFUSED', /stopwords\.json of op stopwords_filter has changed/),
    );
    fs.rmSync(path.join(run.dir, 'lists', 'z_stopwords.json'));
    assert.equal(
      presentOp(op).name,
      'stopwords_filter',
      'for trying a row again the lists are taken as they are',
    );
  });

  test('have to be there', () => {
    assert.throws(() => planned({}), isOf('E_RECIPE', /has no file \*stopwords\*\.json/));
    assert.throws(
      () => planned(LISTS, 'stopwords_dir: none'),
      isOf('E_RECIPE', /folder .*none cannot be read: ENOENT/),
    );
  });

  test('have to have the language', async (t) => {
    const run = planned(LISTS, 'stopwords_dir: lists, lang: fr');
    t.after(run.remove);
    await run.cut();
    await assert.rejects(run.apply(0), isOf('E_RECIPE', /stopwords\.json: no words of language "fr"/));
  });
});
