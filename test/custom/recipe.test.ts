/** Own ops in a recipe: what they may be, what is refused and in which words. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { MAX_BUNDLE_BYTES } from '../../src/custom/bundle.js';
import { readText } from '../repo/project.js';
import { folderWith, LETTER_FILTER, loadIn, mapperText, problemIn, writeIn } from './support.js';

const SHOUT = mapperText('shout_mapper', '({ text }) => text + "!"');

describe('modules of own ops', () => {
  test('are files, folders with an index, and packages, from the folder of the recipe on', (t) => {
    const dir = folderWith(t, {
      'ops/letter.ts': LETTER_FILTER,
      'more/index.js': SHOUT,
      'node_modules/own-kit/package.json': '{"name":"own-kit","main":"main.js"}',
      'node_modules/own-kit/main.js': mapperText(
        'kit_mapper',
        'helper',
        "{ before: 'a', after: 'b' }",
      ).replace(/^/, "const helper = require('./helper');\n"),
      'node_modules/own-kit/helper.js': "module.exports = () => 'b';",
    });
    const chain = '[letter_filter: {min: 2}, shout_mapper, kit_mapper]';
    const { recipe, code } = loadIn(dir, { paths: '[ops/letter.ts, ./more, own-kit]', process: chain });
    assert.deepEqual(recipe.process[0], { name: 'letter_filter', params: { min: 2 } });
    assert.deepEqual(
      code.map((c) => c.path),
      [path.join(dir, 'ops/letter.ts'), path.join(dir, 'more'), 'own-kit'],
    );
    assert.deepEqual(
      recipe.custom_operator_paths,
      code.map(({ path: name, sha256 }) => ({ path: name, sha256 })),
    );
  });

  test('may import local files, packages and zod; their hash covers the code, not the place', (t) => {
    const files = {
      'op.ts': `import { least } from './least.js';\n${LETTER_FILTER.replace('default(1)', 'default(least)')}`,
      'least.ts': 'export const least: number = 3;',
    };
    const [first, second] = [folderWith(t, files), folderWith(t, files)];
    const hash = (dir: string): string | undefined => loadIn(dir, { paths: 'op.ts' }).code[0]?.sha256;
    const { recipe } = loadIn(first, { paths: 'op.ts', process: '[letter_filter]' });
    assert.deepEqual(recipe.process[0]?.params, { min: 3 });
    const before = hash(first);
    assert.equal(hash(second), before);
    writeIn(second, 'least.ts', 'export const least: number = 2;');
    assert.notEqual(hash(second), before);
  });

  test('may fix the hash of their code', (t) => {
    const dir = folderWith(t, { 'op.js': SHOUT });
    const sha256 = loadIn(dir, { paths: 'op.js' }).code[0]?.sha256;
    const paths = `[{path: op.js, sha256: "${sha256}"}]`;
    assert.equal(loadIn(dir, { paths }).code[0]?.sha256, sha256);
    writeIn(dir, 'op.js', SHOUT.replace('"!"', '"?!".slice(1)'));
    assert.match(problemIn(dir, { paths }).message, /is not the one whose sha256 the recipe gives/);
  });

  test('export ops by name, as default, or as a list', (t) => {
    const one = "defineMapper({ ...base, name: 'one_mapper' })";
    const base = `import { defineMapper, z } from 'durable-juicer/ops';
      const base = { summary: 's', version: 1, params: z.strictObject({}), map: (row) => row.text,
        examples: [{ before: 'a', after: 'a' }] };\n`;
    const forms = [
      `${base}export const a = ${one}; export const limit = 3;`,
      `${base}export default ${one};`,
      `${base}export default [${one}];`,
      `${base}const a = ${one}; export { a, a as default };`,
    ];
    for (const [i, text] of forms.entries()) {
      const dir = folderWith(t, { 'op.mjs': text });
      const { recipe } = loadIn(dir, { paths: 'op.mjs', process: '[one_mapper]' });
      assert.equal(recipe.process[0]?.name, 'one_mapper', `form ${i}`);
    }
  });
});

describe('where code is not allowed', () => {
  test('such a recipe is refused with its line, and nothing is loaded', (t) => {
    const dir = folderWith(t, { 'op.js': 'globalThis.juicerWasHere = true;' });
    const problem = problemIn(dir, { paths: 'op.js', process: '[own_filter]' }, { allowCode: false });
    assert.equal(problem.line, 3);
    assert.equal(problem.code, 'E_RECIPE');
    assert.match(problem.message, /^custom_operator_paths: the recipe brings code of its own/);
    assert.match(problem.hint ?? '', /--allow-code or JUICER_ALLOW_CODE=true/);
    assert.equal('juicerWasHere' in globalThis, false);
  });

  test('the recipe of a run is read without its code', (t) => {
    const dir = folderWith(t, {});
    const paths = `[{path: /gone/op.js, sha256: ${'ab'.repeat(32)}}]`;
    const given = { paths, process: '[own_filter: {min: 2}]' };
    const { recipe, code } = loadIn(dir, given, { allowCode: false, code: 'none' });
    assert.deepEqual(recipe.process, [{ name: 'own_filter', params: { min: 2 } }]);
    assert.deepEqual(code, []);
  });
});

/** What is wrong with a module, and what the one problem says of it. */
const WRONG: [what: string, files: Record<string, string>, paths: string, message: RegExp][] = [
  ['a file that is not there', {}, 'op.ts', /file .*op\.ts is not there$/],
  ['a package that is not there', {}, 'no-such-kit', /no-such-kit cannot be compiled: .*no-such-kit/],
  ['a folder without an index', { 'ops/a.ts': '' }, 'ops', /folder .*ops has no index\.ts/],
  ['a syntax error', { 'op.ts': 'export const a = 1;\nexport const = 2;\n' }, 'op.ts', /op\.ts:2:14: /],
  ['an import that is not there', { 'op.ts': "import './gone.js';" }, 'op.ts', /op\.ts:1:8: .*gone\.js/],
  ['a module that throws', { 'op.js': "throw new TypeError('no');" }, 'op.js', /loaded: TypeError: no$/],
  ['no op', { 'op.js': 'exports.limit = 3;' }, 'op.js', /exports no op/],
  [
    'a default export that is no op',
    { 'op.mjs': 'export default [1];' },
    'op.mjs',
    /default export is no op/,
  ],
  [
    'an import of ours that is not given',
    { 'op.js': "require('durable-juicer')" },
    'op.js',
    /durable-juicer\/ops/,
  ],
  [
    'a wrong example',
    { 'op.js': mapperText('own_mapper', '() => "b"') },
    'op.js',
    /op own_mapper: example 1 does not hold: it says "a!", it gives "b"$/,
  ],
  [
    'an example that throws',
    { 'op.js': mapperText('own_mapper', '() => { throw new RangeError("far"); }') },
    'op.js',
    /RangeError: far$/,
  ],
  [
    'a wrong stat',
    { 'op.ts': LETTER_FILTER.replace('letters: 3', 'letters: 4') },
    'op.ts',
    /example 1 does not hold/,
  ],
  ['a wrong name', { 'op.js': mapperText('Own', '() => "a!"') }, 'op.js', /op Own: name must be snake_case/],
  [
    'no version',
    { 'op.js': mapperText('own_mapper', '0').replace('version: 1', 'version: 0') },
    'op.js',
    /map must be a function|version/,
  ],
  [
    'no function',
    { 'op.js': mapperText('own_mapper', '3') },
    'op.js',
    /own_mapper: map must be a function|map is not/,
  ],
  ['no example', { 'op.js': mapperText('own_mapper', '() => ""', '') }, 'op.js', /examples must be a list/],
  [
    'the name of a built-in op',
    { 'op.js': mapperText('clean_email_mapper', '() => "a!"') },
    'op.js',
    /op clean_email_mapper has the name of a built-in op/,
  ],
  [
    'a name twice',
    { 'a.js': SHOUT, 'b.js': SHOUT },
    '[a.js, b.js]',
    /b\.js: op shout_mapper has the name of another own op/,
  ],
  [
    'a text that is too large',
    { 'op.js': `${SHOUT}exports.x = '${'x'.repeat(MAX_BUNDLE_BYTES)}';` },
    'op.js',
    /comes to \d+ bytes/,
  ],
  ['an address', {}, 's3://bucket/op.js', /is not there/],
];

describe('a module that cannot be used is told with one problem', () => {
  for (const [what, files, paths, message] of WRONG)
    test(what, (t) => {
      const problem = problemIn(folderWith(t, files), { paths, process: '[some_own_mapper]' });
      assert.match(problem.message, message);
      assert.equal(problem.line, 3);
      assert.equal(problem.code, 'E_RECIPE');
    });

  test('one that never ends is ended', (t) => {
    const dir = folderWith(t, { 'op.js': 'for (;;);' });
    assert.match(
      problemIn(dir, { paths: 'op.js' }).message,
      /not done within 10 s; look for an endless loop/,
    );
  });

  test('so is an example that never ends', (t) => {
    const dir = folderWith(t, { 'op.js': mapperText('own_mapper', '() => { for (;;); }') });
    assert.match(problemIn(dir, { paths: 'op.js' }).message, /the examples were not done within 10 s/);
  });

  test('parameters that are others when they are read again', (t) => {
    const text = LETTER_FILTER.replace(
      'z.int().default(1)',
      'z.string().default("a").transform((s) => s.length)',
    );
    const dir = folderWith(t, { 'op.ts': text });
    const process = '[letter_filter: {min: abc}]';
    assert.match(
      problemIn(dir, { paths: 'op.ts', process }).message,
      /others when they are read a second time/,
    );
  });

  test('an unknown op beside own ones is told with the nearest name', (t) => {
    const dir = folderWith(t, { 'op.ts': LETTER_FILTER });
    const problem = problemIn(dir, { paths: 'op.ts', process: '[leter_filter]' });
    assert.match(problem.hint ?? '', /"letter_filter"/);
  });
});

test('the op that docs/custom-operators.md shows works as it is', (t) => {
  const [, text = ''] = /```ts\n([^]*?)```/.exec(readText('docs/custom-operators.md')) ?? [];
  const { recipe } = loadIn(folderWith(t, { 'op.ts': text }), {
    paths: 'op.ts',
    process: '[shouting_filter]',
  });
  assert.deepEqual(recipe.process, [{ name: 'shouting_filter', params: { max_share: 0.5 } }]);
});
