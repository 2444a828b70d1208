import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtInOps } from '../../src/ops/registry.js';
import { loadRecipeFile, recipeToYaml, RecipeError } from '../../src/recipe/load.js';
import { LEAST, load, problemsOf } from './helper.js';

test('a resolved recipe written down loads again to the same, from any folder, without remarks', () => {
  const first = load(
    'project_name: X y\ndataset_path: a.jsonl\nexport_path: b.jsonl\nwork_dir: w/{run_id}\nray_address: auto\nnp: 3\n' +
      'recovery: {initial_interval: 250ms}\ncheckpoint: {strategy: disabled}\n' +
      'process:\n  - whitespace_normalization_mapper\n  - language_id_score_filter: {lang: [en, "no"], model_path: m.ftz}\n',
  );
  const again = load(recipeToYaml(first.recipe), { cwd: '/elsewhere' });
  assert.deepEqual(again.recipe, first.recipe);
  assert.equal(again.sha256, first.sha256);
  assert.deepEqual(again.notices, []);
  assert.deepEqual(again.mapped, []);
});

test('whatever a name of a file or field, it survives being written down', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((s) => !/[*?.\0]/.test(s));
  fc.assert(
    fc.property(text, text, (file, field) => {
      const set = [`dataset_path=${JSON.stringify(`${file}.jsonl`)}`, `text_keys=${JSON.stringify(field)}`];
      const { recipe } = load(LEAST, { set });
      assert.deepEqual(load(recipeToYaml(recipe)).recipe, recipe);
    }),
    { numRuns: 50 },
  );
});

test('the hash does not depend on spelling, order or comments, and does on every value', () => {
  const one = load(`${LEAST}np: 2\nmax_retries: 3 # the default\n`);
  const two = load(`performance: {num_workers: 2}\n${LEAST}`);
  assert.equal(one.sha256, two.sha256);
  assert.match(one.sha256, /^[0-9a-f]{64}$/);
  assert.notEqual(load(`${LEAST}np: 3\n`).sha256, one.sha256);
});

test('a JSON recipe loads like its YAML twin, and its problems have places', () => {
  const json =
    '{\n\t"dataset_path": "in.jsonl",\n\t"export_path": "out.jsonl",\n\t"process": ["whitespace_normalization_mapper"]\n}\n';
  assert.equal(load(json, { file: 'r.json' }).sha256, load(LEAST).sha256);
  const [problem] = problemsOf(json.replace('"process"', '"np": "x",\n\t"process"'), { file: 'r.json' });
  assert.deepEqual([problem?.line, problem?.column, problem?.key], [4, 2, 'np']);
});

test('a .json file is held to JSON', () => {
  for (const text of [LEAST, '{"a": 1,}', "{'a': 1}", '{"a": 1} # x']) {
    assert.ok(
      problemsOf(text, { file: 'r.json' }).some((p) => p.message.startsWith('not valid')),
      text,
    );
  }
});

test('a file that is missing, a folder, too large or not UTF-8 is one problem', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recipe-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.writeFileSync(path.join(folder, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  fs.writeFileSync(path.join(folder, 'large.yaml'), Buffer.alloc(1_000_001, 0x23));
  fs.writeFileSync(path.join(folder, 'good.yaml'), `\uFEFF${LEAST}`);
  for (const [name, why] of [
    ['none.yaml', /recipe does not exist; name a /],
    ['', /recipe is no file; name a /],
    ['latin.yaml', /recipe is not UTF-8; name a /],
    ['large.yaml', /recipe is larger than 1000000 bytes; name a /],
    ['a\0b', /NUL/],
  ] as const) {
    assert.throws(
      () => loadRecipeFile(path.join(folder, name), { registry: builtInOps() }),
      (error) => error instanceof RecipeError && error.problems.length === 1 && why.test(error.message),
      name,
    );
  }
  const good = loadRecipeFile(path.join(folder, 'good.yaml'), { registry: builtInOps(), cwd: '/home' });
  assert.equal(good.sha256, load(LEAST).sha256);
});
