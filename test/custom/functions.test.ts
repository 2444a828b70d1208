/** Functions that parameters of a recipe give: tried when the recipe is read. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { folderWith, loadIn, problemIn } from './support.js';

describe('functions that parameters give', () => {
  const lambda = (text: string): string => `[js_lambda_mapper: {lambda_str: ${JSON.stringify(text)}}]`;

  test('are tried when the recipe is read, and refused where code is not allowed', (t) => {
    const dir = folderWith(t, { 'own.ts': 'export const other = 1;' });
    const problem = (process: string, allowCode = true): string =>
      problemIn(dir, { paths: '[]', process }, { allowCode, cwd: dir }).message;
    assert.match(problem(lambda('(row) => row'), false), /js_lambda_mapper: it calls code of the recipe/);
    assert.match(problem(lambda('(row) =>')), /lambda_str: no JavaScript expression/);
    assert.match(problem(lambda('gone')), /ReferenceError: gone is not defined/);
    assert.match(problem('[js_file_mapper: {file_path: own.ts}]'), /exports no function process_single/);
    assert.match(
      problem('[js_file_mapper: {file_path: none.ts}]'),
      /^js_file_mapper: cannot read .*none\.ts: ENOENT/,
    );
    assert.match(problem('[js_lambda_mapper: {batched: true}]'), /the function gets one row at a time/);
  });

  test('name a file from the current folder on, whose hash is noted', (t) => {
    const dir = folderWith(t, { 'own.ts': 'export const process_single = (row: object) => row;' });
    const process = '[js_file_mapper: {file_path: own.ts}]';
    const { recipe } = loadIn(dir, { paths: '[]', process }, { cwd: dir });
    assert.equal(recipe.process[0]?.params['file_path'], path.join(dir, 'own.ts'));
  });

  test('the Python twins are refused with what to use', (t) => {
    const problem = problemIn(folderWith(t, {}), { paths: '[]', process: '[python_lambda_mapper]' });
    assert.match(problem.message, /js_lambda_mapper and js_file_mapper take a function in JavaScript/);
  });
});
