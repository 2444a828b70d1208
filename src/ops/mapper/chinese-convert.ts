/**
 * Converts between traditional and simplified Chinese, the variants of Taiwan and Hong Kong and Japanese kanji, as OpenCC
 * does. Use it to bring Chinese texts into one script. With mode `s2t`, `汉字` becomes `漢字`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { dictionaryFiles, loadConverter } from '../text/opencc/load.js';
import { MODE_NAMES } from '../text/opencc/modes.js';

/** `chinese_convert_mapper`. As in OpenCC, a text ends at its first NUL. */
export const chineseConvertMapper = defineMapper({
  name: 'chinese_convert_mapper',
  summary: 'Converts between traditional and simplified Chinese and Japanese kanji.',
  version: 1,
  params: z.strictObject({
    mode: z
      .enum(MODE_NAMES)
      .default('s2t')
      .describe(
        'From what to what: s simplified, t traditional, tw of Taiwan, hk of Hong Kong, jp Japanese; a p at the end: phrases too.',
      ),
  }),
  examples: [
    { before: '汉字转换，里面的头发发了。', after: '漢字轉換，裏面的頭髮發了。' },
    { params: { mode: 's2twp' }, before: '鼠标里面的硅二极管坏了', after: '滑鼠裡面的矽二極體壞了' },
    { params: { mode: 't2s' }, before: '漢字轉換', after: '汉字转换' },
  ],
  files: ({ mode }) => dictionaryFiles(mode),
  setup: ({ mode }, load) => loadConverter(mode, load),
  map: (row, _params, converter) => converter.convert(row.text),
});
