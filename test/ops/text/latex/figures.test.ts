/** Figures of LaTeX: what the peer makes of odd texts, and that no text is slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../../../src/model/errors.js';
import { parseParams } from '../../../../src/ops/run.js';
import { opNamed, preparedMapper, rowOf } from '../../support.js';
import { ANSWERS } from './answers.js';

const OP = 'latex_figure_context_extractor_mapper';
const MEGABYTE = 1024 * 1024;
const SECONDS = 20;

for (const [name, latex, params, rows] of ANSWERS) {
  test(name, () => {
    const wanted = rows.map(([images, caption, label, citing_paragraphs, parent_caption, parent_label]) => ({
      fields: { images, caption, label, citing_paragraphs, parent_caption, parent_label },
    }));
    assert.deepEqual(preparedMapper(OP, params).map(rowOf(latex)), wanted);
  });
}

test('fields have the names that a recipe gives, each another', () => {
  const op = preparedMapper(OP, { image_key: 'i', caption_key: 'c' });
  assert.deepEqual(op.writes, ['i', 'c', 'label', 'citing_paragraphs', 'parent_caption', 'parent_label']);
  assert.throws(
    () => parseParams(opNamed(OP), { caption_key: 'label' }),
    (error) => error instanceof JuicerError && /label_key: names a field a second time/.test(error.message),
  );
});

const filled = (piece: string, size = MEGABYTE): string => piece.repeat(size / piece.length);
const halves = (first: string, second: string): string =>
  filled(first, MEGABYTE / 2) + filled(second, MEGABYTE / 2);
const figure = (inside: string): string =>
  `\\begin{figure}\\includegraphics{a}\\label{a}${inside}\\end{figure}`;
const commas = (i: number): string =>
  `\\begin{figure}\\includegraphics{a}\\label{${','.repeat(i + 1)}b}\\end{figure}`;

const HOSTILE: Record<string, string> = {
  'beginnings of figures': filled('\\begin{figure}['),
  'ends in brackets': `${halves('\\begin{figure}[\\end{figure}', '[]')}]`,
  'captions that are never closed': figure(halves('\\caption{', '\\caption[')),
  'nested captions': figure(halves('\\caption{', '}')),
  'images that are never closed': figure(halves('\\includegraphics[', '\\includegraphics{')),
  'parts within a part': figure(`\\begin{subfigure}${filled('\\subfloat{x}')}\\end{subfigure}`),
  'space before a part': figure(halves('\\subfloat', ' ')),
  'nested references': `${figure('')}${filled('\\ref{')}}`,
  'nested references with commas': `${figure('')}${filled('\\ref{a,')}}`,
  'nested references, then space': `${figure('')}${halves('\\ref{', ' ')}}`,
  'a label as long as half the text': `${figure('')}\\begin{figure}\\includegraphics{a}\\label{${halves('\\ref{', 'x')}}\\end{figure}${filled('\\ref{')}}`,
  'labels of commas': `${Array.from({ length: 60 }, (_, i) => commas(i)).join('')}\n\n\\ref{${filled(',')}}`,
  'environments that never end': figure('') + filled('\\begin{table}'),
};

for (const [name, latex] of Object.entries(HOSTILE)) {
  test(`1 MB of ${name}`, () => {
    const op = preparedMapper(OP, {});
    const started = performance.now();
    assert.ok(Array.isArray(op.map(rowOf(latex))));
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < SECONDS, `${seconds.toFixed(1)} s`);
  });
}

const TOO_MUCH: Record<string, string> = {
  'rows that are copies of a long text': filled(figure('')),
  'many labels with commas': Array.from({ length: 100 }, (_, i) => commas(i)).join(''),
};

for (const [name, latex] of Object.entries(TOO_MUCH)) {
  test(`${name} are an error of the row`, () => {
    const op = preparedMapper(OP, {});
    assert.throws(
      () => op.map(rowOf(latex)),
      (error) => error instanceof JuicerError && error.code === 'E_ROW',
    );
  });
}
