/** Reads a text constant in Python's syntax. */

/** The text and where its token ends, or what is wrong and where. */
export interface ReadText {
  value: string;
  end: number;
  problem?: string;
}

const ESCAPE = /\\(?:\r?\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g;
const LETTERS: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Reads from behind the opening quotes on; `opening` is what they matched: prefix and quotes. */
export function readText(source: string, from: number, [, prefix, quotes = '']: RegExpExecArray): ReadText {
  const close = closingQuotes(source, from, quotes);
  if (close === -1) return { value: '', end: from - quotes.length, problem: 'this text has no end' };
  const body = source.slice(from, close);
  const end = close + quotes.length;
  if (prefix?.toLowerCase() === 'r') return { value: body, end };
  let wrong = -1;
  const value = body.replace(ESCAPE, (escape, at: number) => {
    const text = unescape(escape);
    if (text === null && wrong === -1) wrong = at;
    return text ?? '';
  });
  if (wrong === -1) return { value, end };
  return { value: '', end: from + wrong, problem: 'this escape is not supported' };
}

function closingQuotes(source: string, from: number, quotes: string): number {
  for (let i = from; i < source.length; i++) {
    if (source.startsWith(quotes, i)) return i;
    if (source[i] === '\\') i++;
    else if (source[i] === '\n' && quotes.length === 1) return -1;
  }
  return -1;
}

/** What an escape stands for; one that Python does not know stands for itself. Null for a name and for one cut short. */
function unescape(escape: string): string | null {
  const letter = escape[1] ?? '';
  if (letter === '\n' || escape === '\\\r\n') return '';
  if (/[0-7]/.test(letter)) return String.fromCodePoint(parseInt(escape.slice(1), 8));
  if (!/[xuUN]/.test(letter)) return LETTERS[letter] ?? escape;
  const point = parseInt(escape.slice(2), 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : null;
}
