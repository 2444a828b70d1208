/** Ops that call a function of the recipe: what it gets, what it may give, and what is said of any other. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { madeRows } from '../../../src/engine/made-rows.js';
import { JuicerError } from '../../../src/model/errors.js';
import { prepareOp, type PreparedMapper } from '../../../src/ops/run.js';
import { opNamed, prepared, projectRoot, rowOf } from '../support.js';

const FIELDS = { id: 7, meta: { lang: 'en', tags: ['a', 'b'] } };

function lambda(text: string, fields: string[] = []): PreparedMapper {
  const op = prepared('js_lambda_mapper', { lambda_str: text, fields });
  assert.equal(op.kind, 'mapper');
  return op as PreparedMapper;
}

function fileOp(text: string, params: object = {}): PreparedMapper {
  const file = path.join(projectRoot(), 'own.ts');
  return prepareOp(opNamed('js_file_mapper'), { file_path: file, ...params }, () =>
    Buffer.from(text),
  ) as PreparedMapper;
}

function made(op: PreparedMapper, text = 'a text', fields: object = FIELDS): unknown {
  const [row] = madeRows(op, op.map(rowOf(text, fields)), text);
  return row?.fields ? { text: row.text, fields: Object.fromEntries(row.fields) } : row?.text;
}

function isOf(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof JuicerError && error.code === code && message.test(error.message);
}

describe('js_lambda_mapper', () => {
  test('gives the function the row as a plain object, and takes the row or its text', () => {
    const seen = JSON.parse(made(lambda('(row) => JSON.stringify(row)')) as string) as object;
    assert.deepEqual(seen, { text: 'a text', ...FIELDS });
    assert.equal(made(lambda('(row) => row.meta.lang + row.id')), 'en7');
    assert.equal(made(lambda('(row) => ({ ...row, text: row.text.toUpperCase() })')), 'A TEXT');
    assert.equal(made(lambda('({ text }) => ({ text: text + "!" })')), 'a text!');
    assert.equal(made(lambda('function (row) { row.text = "b"; return row; }')), 'b');
    assert.equal(made(lambda('(row) => ({})')), 'a text');
    assert.equal(made(lambda('')), 'a text');
  });

  test('sets the fields that are named, and no others', () => {
    const set = '(row) => ({ ...row, words: row.text.split(" ").length })';
    assert.deepEqual(made(lambda(set, ['words'])), { text: 'a text', fields: { words: '2' } });
    assert.throws(() => made(lambda(set)), isOf('E_OP', /set field "words"$/));
    assert.throws(() => made(lambda('(row) => ({ ...row, id: 8 })')), isOf('E_OP', /set field "id"$/));
    const inPlace = '(row) => { row.meta.lang = "de"; return row; }';
    assert.throws(() => made(lambda(inPlace)), TypeError);
    assert.deepEqual(made(lambda(inPlace, ['meta'])), {
      text: 'a text',
      fields: { meta: '{"lang":"de","tags":["a","b"]}' },
    });
    assert.equal(made(lambda('(row) => row', ['meta', 'id'])), 'a text');
    assert.deepEqual(FIELDS.meta.lang, 'en');
  });

  test('takes nothing else: such a row fails with the reason', () => {
    const wrong: [text: string, message: RegExp][] = [
      ['() => undefined', /gave nothing/],
      ['() => null', /gave nothing/],
      ['() => true', /gave a boolean/],
      ['() => 1', /gave a number/],
      ['(row) => [row]', /gave a list/],
      ['async (row) => row', /gave a promise/],
      ['(row) => ({ ...row, text: 3 })', /text is a number, not a string/],
      ['(row) => ({ ...row, text: null })', /text is nothing, not a string/],
    ];
    for (const [text, message] of wrong) assert.throws(() => made(lambda(text)), isOf('E_OP', message), text);
    assert.throws(() => made(lambda('(row) => row.gone.deep')), TypeError);
  });

  test('refuses what is no function, and what its parameters cannot be', () => {
    assert.throws(() => lambda('(row) => {'), isOf('E_RECIPE', /no JavaScript expression/));
    assert.throws(() => lambda('3'), isOf('E_RECIPE', /the text is no function/));
    assert.throws(() => lambda('gone'), isOf('E_RECIPE', /ReferenceError: gone/));
    assert.throws(() => lambda('', ['text']), isOf('E_RECIPE', /leave it out/));
    assert.throws(
      () => prepared('js_lambda_mapper', { batched: true }),
      isOf('E_RECIPE', /one row at a time/),
    );
  });

  test('ends an expression that never ends', () => {
    assert.throws(() => lambda('(() => { for (;;); })()'), isOf('E_RECIPE', /not done within 10 s/));
  });
});

describe('js_file_mapper', () => {
  test('calls the exported function of the name that is given', () => {
    const text = `import { createHash } from 'node:crypto';
      export const process_single = (row: { text: string }): string => row.text + '!';
      export function other({ text }: { text: string }) { return createHash('md5').update(text).digest('hex'); }`;
    assert.equal(made(fileOp(text)), 'a text!');
    assert.equal(made(fileOp(text, { function_name: 'other' })), 'b229386ec4627869d2c71b7df3c9600a');
    assert.equal(made(fileOp('exports.process_single = (row) => row.text.length + "";')), '6');
    const set = 'export const process_single = (row: object) => ({ ...row, n: 1 });';
    assert.deepEqual(made(fileOp(set, { fields: ['n'] })), { text: 'a text', fields: { n: '1' } });
  });

  test('refuses a file that does not compile, load or have the function', () => {
    const wrong: [text: string, message: RegExp][] = [
      ['export const a = 1;\nexport const = 2;', /own\.ts:2:14: /],
      ['throw new RangeError("no");', /cannot be loaded: RangeError: no/],
      ['export const other = 1;', /exports no function process_single/],
      ['export const process_single = 1;', /exports no function process_single/],
      ["import './helper.js';", /"\.\/helper\.js" cannot be imported here/],
      ["import 'left-pad';", /"left-pad" cannot be imported here/],
    ];
    for (const [text, message] of wrong) assert.throws(() => fileOp(text), isOf('E_RECIPE', message), text);
  });

  test('needs a file with an ending that it knows', () => {
    const load = (): Buffer => Buffer.from('x = 1');
    const op = opNamed('js_file_mapper');
    assert.throws(() => prepareOp(op, { file_path: 'a.py' }, load), isOf('E_RECIPE', /a\.py is no file of/));
    for (const file_path of [null, 3])
      assert.throws(() => prepareOp(op, { file_path }, load), isOf('E_RECIPE', /file_path/));
  });
});
