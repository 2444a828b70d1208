/** OpenCC's configurations: which dictionaries cut a text into segments, and which then convert each segment, in turn. */

/** A step tries its dictionaries in order at each place; the first that has an entry there wins. */
type Step = readonly string[];

/** One configuration. */
export interface Mode {
  segmentation: string;
  steps: readonly Step[];
}

const ST = ['STPhrases', 'STCharacters'];
const TS = ['TSPhrases', 'TSCharacters'];
const TW_REVERSED = ['TWVariantsRevPhrases', 'TWVariantsRev'];
const HK_REVERSED = ['HKVariantsRevPhrases', 'HKVariantsRev'];

function mode(segmentation: string, ...steps: Step[]): Mode {
  return { segmentation, steps };
}

/** By name: s simplified, t traditional, tw Taiwan, hk Hong Kong, jp Japan; a p at the end: with phrases. */
export const MODES = {
  s2t: mode('STPhrases', ST),
  t2s: mode('TSPhrases', TS),
  s2tw: mode('STPhrases', ST, ['TWVariants']),
  tw2s: mode('TSPhrases', TW_REVERSED, TS),
  s2hk: mode('STPhrases', ST, ['HKVariants']),
  hk2s: mode('TSPhrases', HK_REVERSED, TS),
  s2twp: mode('STPhrases', ST, ['TWPhrases'], ['TWVariants']),
  tw2sp: mode('TSPhrases', ['TWPhrasesRev', ...TW_REVERSED], TS),
  t2tw: mode('TWVariants', ['TWVariants']),
  hk2t: mode('HKVariantsRevPhrases', HK_REVERSED),
  t2hk: mode('HKVariants', ['HKVariants']),
  t2jp: mode('JPVariants', ['JPVariants']),
  jp2t: mode('JPShinjitaiPhrases', ['JPShinjitaiPhrases', 'JPShinjitaiCharacters', 'JPVariantsRev']),
  tw2t: mode('TWVariantsRevPhrases', TW_REVERSED),
} satisfies Record<string, Mode>;

/** The name of a configuration. */
export type ModeName = keyof typeof MODES;

/** Every name, for checks. */
export const MODE_NAMES = Object.keys(MODES) as [ModeName, ...ModeName[]];
