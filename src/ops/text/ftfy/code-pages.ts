/**
 * The single-byte encodings that text may have been read in by mistake. Bytes are held in strings, one character of U+0000
 * to U+00FF each.
 */
import { Buffer } from 'node:buffer';

const LATIN_1_HIGH = range(0xa0, 0xff);
const C1 = range(0x80, 0x9f);

function range(from: number, to: number): string {
  return String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

/** What bytes 80 to FF stand for; U+FFFD: nothing. */
const HIGH_HALVES = {
  'latin-1': C1 + LATIN_1_HIGH,
  'windows-1252': '€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ' + LATIN_1_HIGH,
  'windows-1251':
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї' +
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя',
  'windows-1250':
    '€�‚�„…†‡�‰Š‹ŚŤŽŹ�‘’“”•–—�™š›śťžź\xa0ˇ˘Ł¤Ą¦§¨©Ş«¬\xad®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż' +
    'ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  'windows-1253':
    '€�‚ƒ„…†‡�‰�‹�����‘’“”•–—�™�›����\xa0΅Ά£¤¥¦§¨©�«¬\xad®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ' +
    'ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ�ΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ�',
  'windows-1254':
    '€�‚ƒ„…†‡ˆ‰Š‹Œ����‘’“”•–—˜™š›œ��Ÿ' +
    LATIN_1_HIGH.replace(/[ÐÝÞðýþ]/g, (c) => 'ĞİŞğış'['ÐÝÞðýþ'.indexOf(c)] ?? c),
  'windows-1257':
    '€�‚�„…†‡�‰�‹�¨ˇ¸�‘’“”•–—�™�›�¯˛�\xa0�¢£¤�¦§Ø©Ŗ«¬\xad®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ' +
    'ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙',
  'iso-8859-2':
    C1 +
    '\xa0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\xadŽŻ°ą˛ł´ľśˇ¸šşťź˝žż' +
    'ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  macroman:
    'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
    '¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ',
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
    '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0',
};

/** Byte 1A stands for a character that was lost, U+FFFD, where unassigned bytes are let through. */
const LOST_BYTE = 0x1a;
const LOST = '\uFFFD';

/** An encoding of single bytes. */
export class CodePage {
  readonly name: string;
  /** Whether unassigned bytes stand for themselves and byte 1A for U+FFFD. */
  readonly isSloppy: boolean;
  readonly #high: string;
  readonly #bytes = new Map<number, number>();

  constructor(name: keyof typeof HIGH_HALVES) {
    this.name = name;
    this.isSloppy = name.startsWith('windows-');
    const high = Array.from(HIGH_HALVES[name], (c, i) => (c === LOST ? String.fromCharCode(0x80 + i) : c));
    this.#high = high.join('');
    high.forEach((c, i) => this.#bytes.set(c.charCodeAt(0), 0x80 + i));
    if (this.isSloppy) this.#bytes.set(LOST.charCodeAt(0), LOST_BYTE);
  }

  /** What bytes of 80 and above stand for. */
  characters(from: number, to: number): string {
    return this.#high.slice(from - 0x80, to - 0x80 + 1);
  }

  /** The bytes of a text, or null when the encoding lacks one of its characters. */
  encode(text: string): string | null {
    const bytes = Buffer.allocUnsafe(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const isPlain = unit < 0x80 && !(this.isSloppy && unit === LOST_BYTE);
      const byte = isPlain ? unit : this.#bytes.get(unit);
      if (byte === undefined) return null;
      bytes[i] = byte;
    }
    return bytes.toString('latin1');
  }
}

/** In the order in which they are tried. */
export const CODE_PAGES: readonly CodePage[] = (
  [
    'latin-1',
    'windows-1252',
    'windows-1251',
    'windows-1250',
    'windows-1253',
    'windows-1254',
    'windows-1257',
    'iso-8859-2',
    'macroman',
    'cp437',
  ] as const
).map((name) => new CodePage(name));

const WINDOWS_1252 = new CodePage('windows-1252');

/** C1 controls as Windows-1252 has them; those that it does not assign stay. */
export function readC1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252.characters(c.charCodeAt(0), c.charCodeAt(0)));
}
