/** Lines of a file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileLines } from '../../src/events/file-lines.js';

async function linesIn(text: string): Promise<string[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-lines-'));
  try {
    fs.writeFileSync(path.join(dir, 'f'), text);
    const lines: string[] = [];
    for await (const line of fileLines(path.join(dir, 'f'))) lines.push(line);
    return lines;
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

test('lines end at line feeds and at nothing else', async () => {
  assert.deepEqual(await linesIn('a\nb\u2028c\u2029d\re\n\nlast'), ['a', 'b\u2028c\u2029d\re', '', 'last']);
  assert.deepEqual(await linesIn(''), []);
  assert.deepEqual(await linesIn('\n'), ['']);
});

test('a line and a character may go over the border of what is read at a time', async () => {
  const long = 'ж'.repeat(200_001);
  assert.deepEqual(await linesIn(`x${long}\n${long}`), [`x${long}`, long]);
});
