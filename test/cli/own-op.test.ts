/** `juicer ops new`: what it writes works as it is, and it refuses what it must. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { writeNewOp } from '../../src/cli/ops/new.js';
import { registryWith } from '../../src/cli/ops/own.js';
import { JuicerError } from '../../src/model/errors.js';
import { folderWith, LETTER_FILTER, loadIn } from '../custom/support.js';
import { projectRoot } from '../repo/project.js';

function isUsage(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof JuicerError && error.code === 'E_USAGE' && message.test(error.message);
}

describe('juicer ops new', () => {
  for (const name of ['short_words_filter', 'cut_2_mapper'])
    for (const js of [false, true])
      test(`writes ${name} in ${js ? 'JavaScript' : 'TypeScript'}, which works as it is`, (t) => {
        const folder = folderWith(t, {});
        const file = writeNewOp({ name, folder: path.join(folder, 'ops'), js });
        assert.equal(path.relative(folder, file), `ops/${name}.${js ? 'js' : 'ts'}`);
        const { recipe } = loadIn(folder, { paths: `[ops/${path.basename(file)}]`, process: `[${name}]` });
        assert.equal(recipe.process[0]?.name, name);
      });

  test('writes TypeScript that the compiler takes, with the types that the package exports', (t) => {
    const folder = folderWith(t, {});
    const files = ['own_words_filter', 'own_cut_mapper'].map((name) =>
      writeNewOp({ name, folder, js: false }),
    );
    const program = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      paths: { 'durable-juicer/ops': [path.join(projectRoot(), 'src/ops/api.ts')] },
    });
    const told = files.flatMap((file) => [
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
    ]);
    assert.deepEqual(
      told.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')),
      [],
    );
  });

  test('replaces nothing, and refuses names that no op can have', (t) => {
    const folder = folderWith(t, { 'own_filter.ts': 'mine' });
    const write = (name: string): string => writeNewOp({ name, folder, js: false });
    assert.throws(() => write('own_filter'), isUsage(/own_filter\.ts is there already/));
    assert.equal(fs.readFileSync(path.join(folder, 'own_filter.ts'), 'utf8'), 'mine');
    for (const name of ['Own_filter', 'own', '../own_filter', 'own filter_filter', '_filter', '2_mapper'])
      assert.throws(() => write(name), isUsage(/can be no name of an op/), name);
    assert.throws(() => write('clean_email_mapper'), isUsage(/is a built-in op/));
    assert.deepEqual(fs.readdirSync(folder), ['own_filter.ts']);
  });
});

describe('juicer ops --custom', () => {
  test('shows own ops first, where code is allowed', (t) => {
    const file = path.join(folderWith(t, { 'op.ts': LETTER_FILTER }), 'op.ts');
    assert.throws(() => registryWith([file]), isUsage(/no code is run here/));
    process.env.JUICER_ALLOW_CODE = 'true';
    t.after(() => delete process.env.JUICER_ALLOW_CODE);
    assert.equal(registryWith([file]).names()[0], 'letter_filter');
    assert.throws(() => registryWith([file, file]), /letter_filter has the name of another own op/);
  });
});
