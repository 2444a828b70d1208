/** Conversion of Chinese: OpenCC's rules, and that its files are read only by those who convert. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Converter } from '../../../src/ops/text/opencc/converter.js';
import { Dictionary } from '../../../src/ops/text/opencc/dictionary.js';
import { loadConverter } from '../../../src/ops/text/opencc/load.js';
import { MODE_NAMES, type ModeName } from '../../../src/ops/text/opencc/modes.js';

function convert(mode: ModeName, text: string): string {
  return loadConverter(mode, (path) => readFileSync(path)).convert(text);
}

test('the longest key wins, and no phrase is found across two segments', () => {
  const segments = new Dictionary([
    ['ab', ''],
    ['abc', ''],
  ]);
  const converter = new Converter(segments, [
    [new Dictionary([['a', '1'], ['abc', '2'], ['cd', '3'], ['xa', '4'], ['x', '5']])], // prettier-ignore
  ]);
  assert.equal(converter.convert('abcd'), '2d');
  assert.equal(converter.convert('xabd'), '51bd');
});

test('the first dictionary of a step wins, even with a shorter key', () => {
  const step = [new Dictionary([['a', '1']]), new Dictionary([['ab', '2'], ['b', '3']])]; // prettier-ignore
  assert.equal(new Converter(new Dictionary([]), [step]).convert('ab'), '13');
});

test('every mode converts', () => {
  const results: Record<ModeName, [string, string]> = {
    s2t: ['头发发了，面条', '頭髮發了，麪條'],
    t2s: ['頭髮發了，麪條', '头发发了，面条'],
    s2tw: ['里面', '裡面'],
    tw2s: ['裡面', '里面'],
    s2hk: ['里面', '裏面'],
    hk2s: ['裏面', '里面'],
    s2twp: ['软件和鼠标', '軟體和滑鼠'],
    tw2sp: ['軟體和滑鼠', '软件和鼠标'],
    t2tw: ['裏', '裡'],
    hk2t: ['衞', '衛'],
    t2hk: ['衛', '衞'],
    t2jp: ['學', '学'],
    jp2t: ['学', '學'],
    tw2t: ['裡', '裏'],
  };
  for (const mode of MODE_NAMES) assert.equal(convert(mode, results[mode][0]), results[mode][1], mode);
});

test('the dictionaries are those of OpenCC 1.1.9', () => {
  assert.equal(convert('s2t', '浚县弗罗里达冲牀工'), '濬縣弗羅里達衝牀工');
  assert.equal(convert('s2twp', '字节跳动的笔记本电脑'), '字節跳動的筆記型電腦');
  assert.equal(convert('t2jp', '冰莊'), '氷荘');
  assert.equal(convert('jp2t', '庄'), '莊');
});

test('characters outside the basic plane are keys and stay whole', () => {
  assert.equal(convert('t2s', '鑀😀'), '𰾭😀');
  assert.equal(convert('s2t', '\ud800汉\udc00'), '\ud800漢\udc00');
});

test('a text ends at its first NUL', () => assert.equal(convert('s2t', '汉\0汉'), '漢'));
