/** What rows may do to a terminal: nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { printable, printableJson, shortened } from '../../src/cli/printable.js';

/** Escape sequences in seven and eight bits, a title, backspaces, marks of direction, separators, a lone surrogate. */
const HOSTILE = 'a\u001b[31mb\u009b2Jc\u001b]0;t\u0007d\be\u202ef\u2028g\ud800h\r\ni\u007f\ufeff';

const ACTING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\ud800]/;

describe('text of rows on a terminal', () => {
  it('has no character left that a terminal acts on', () => {
    assert.doesNotMatch(printable(HOSTILE), ACTING);
    assert.match(printable(HOSTILE), /^a\\u001b\[31mb\\u009b2Jc/);
    assert.doesNotMatch(shortened(HOSTILE, 10), ACTING);
  });

  it('leaves letters of every script and pictures as they are', () => {
    const text = 'Grüße, 世界, שלום, \u{1F600}';
    assert.equal(printable(text), text);
  });

  it('is cut to its width by whole characters, with an ellipsis', () => {
    assert.equal(shortened('abcdef', 6), 'abcdef');
    assert.equal(shortened('abcdefg', 6), 'abcde…');
    assert.equal(shortened('\u{1F600}'.repeat(7), 3), '\u{1F600}\u{1F600}…');
    assert.equal(shortened('x'.repeat(1_000_000), 4), 'xxx…');
  });

  it('is the same value in JSON, without a character that a terminal acts on', () => {
    const json = printableJson(JSON.stringify({ text: HOSTILE }, null, 2));
    assert.deepEqual(JSON.parse(json), { text: HOSTILE });
    assert.doesNotMatch(json.replaceAll('\n', ''), ACTING);
  });
});
