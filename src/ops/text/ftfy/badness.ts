/**
 * Tells text that was read in a wrong encoding by its looks: the few hundred characters that UTF-8 turns into then stand
 * next to each other as they never do in real text.
 */
import { LATER } from '../unicode14.js';
import { PYTHON_SPACE } from '../white-space.js';

/** Kinds of those characters, as classes of a regular expression. */
const KINDS = {
  common: '\\xa0\\xad´·–-―’…',
  c1: '\\x80-\\x9f',
  bad: '¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\\ufffd',
  law: '§¶',
  currency: '¢£¥₧€',
  start: '¡©«¿΄΅‘‚“„•‹\\uf8ff',
  end: '®»˝”›™',
  numeric: '±-³µ¹¼-¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥',
  kaomoji: '°Ò-ÖÙ-Üò-öø-üŌŐŪŲ',
  upper: 'À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ',
  lower: 'ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґﬁﬂ',
  upperCommon: 'ÞΆΈ-ΊΌΎΏΑ-ΫЁ-Я',
  lowerCommon: 'ά-ωа-џ',
  box: '│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓',
};

/** Word characters of Python. */
const WORD = `(?![${LATER}])[\\p{L}\\p{N}_]`;

/**
 * Sequences of which one is enough. `<a b>` stands for any character of the kinds a and b, `<a 'xyz>` for one of these or
 * x, y, z.
 */
const SEQUENCES = `
  <c1>
  <bad lower upper box start end currency numeric law><bad>
  [a-zA-Z]<lowerCommon upperCommon><bad>
  <bad><lower upper box start end currency numeric law>
  <lower lowerCommon box end currency numeric><upper>
  <box end currency numeric><lower>
  <lower box end><currency>
  [${PYTHON_SPACE}]<upper><currency>
  <upper box><numeric law>
  <lower upper box currency end><start><numeric>
  <lower upper currency numeric box law><end><start>
  <currency numeric box><start>
  [a-z]<upper><start currency>
  <box><kaomoji>
  <lower upper currency numeric start end law><box>
  <box><end>
  <lower upper><start end>${WORD}
  [Œœ][^A-Za-z]
  <upper>°
  [ÂÃÎÐ]<start end '€œŠš¢£Ÿž\\xa0\\xad®©°·»–—´>
  ×[²³]
  (?:[ØÙ]<common currency bad numeric start 'ŸŠ®°µ»>){2}
  à[²µ¹¼½¾]
  √[±∂†≠®™´≤≥¥µø]
  ≈[°¢]
  ‚Ä[ìîïòôúùû†°¢π]
  ‚[âó][àä°ê]
  вЂ
  [ВГРС]<c1 bad start end currency '°µ>[ВГРС]
  ГўВЂВ[^\\n][A-Za-z\\x20]
  Ã[\\xa0¡]
  [a-z][${PYTHON_SPACE}]?[ÃÂ]\\x20
  ^[ÃÂ]\\x20
  <end 'a-z.,?!>Â<start end '\\x20>
  β€[™\\xa0Ά\\xad®°]
  [ΒΓΞΟ]<c1 bad start end currency '°>[ΒΓΞΟ]
  ā€`;

const BAD = new RegExp(
  SEQUENCES.trim()
    .split(/\n\s*/)
    .map((sequence) => sequence.replace(/<([^>]*)>/g, (_all, names: string) => `[${classOf(names)}]`))
    .join('|'),
  'u',
);

function classOf(names: string): string {
  const [kinds = '', further = ''] = names.split("'");
  const named = kinds.split(' ').filter((name): name is keyof typeof KINDS => name in KINDS);
  return named.map((name) => KINDS[name]).join('') + further;
}

/** Whether a text has at least one such sequence. */
export function isBad(text: string): boolean {
  return BAD.test(text);
}
