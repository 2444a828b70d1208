import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparedMapper, rowOf } from '../support.js';

const op = preparedMapper('whitespace_normalization_mapper', null);

function normalized(text: string): string {
  return String(op.map(rowOf(text)));
}

test('every kind of space inside a text becomes the plain one', () => {
  const spaces = ['\t', ' ', '\u0084', '\u00a0', '\u202f', '\u205f', '\u2060', '\u3000', '\ufffc'];
  for (let code = 0x2000; code <= 0x200d; code++) spaces.push(String.fromCharCode(code));
  for (const space of spaces) assert.equal(normalized(`a${space}b`), 'a b', space.charCodeAt(0).toString(16));
});

test('line breaks and other white space inside a text stay', () => {
  for (const other of [
    '\n',
    '\r\n',
    '\v',
    '\f',
    '\u001c',
    '\u0085',
    '\u1680',
    '\u2028',
    '\u2029',
    '\ufeff',
  ]) {
    assert.equal(normalized(`a${other}b`), `a${other}b`);
  }
});

test('runs of spaces are not collapsed', () => {
  assert.equal(normalized('a \u00a0\t b'), 'a    b');
});

test('both ends are trimmed before spaces are replaced', () => {
  assert.equal(normalized('\u001f\u1680\u0085 a\u2028\n'), 'a');
  assert.equal(normalized('\u200b a \u2060'), '  a  ', 'what strip() keeps becomes a space');
  assert.equal(normalized('\ufeffa\ufeff'), '\ufeffa\ufeff');
  assert.equal(normalized(' \n\t '), '');
});
