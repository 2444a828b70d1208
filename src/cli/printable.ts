/** Text of rows for a terminal: nothing in it can move the cursor, change colours or turn the line around. */

/** Control characters, line separators, marks of direction, lone surrogates. */
const UNFIT =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text in one line, with what is unfit for a terminal spelt as escapes: `\n`, `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNFIT, (c) => SHORT[c] ?? escaped(c));
}

/** The same, at most `width` characters long; what is cut off is told by an ellipsis at the end. */
export function shortened(text: string, width: number): string {
  // Never more of the text is looked at than can be shown: rows may have megabytes.
  const shown = Array.from(printable(text.slice(0, 2 * width)));
  const whole = shown.length <= width && text.length <= 2 * width;
  return whole ? shown.join('') : `${shown.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** JSON in which characters that a terminal would act on are spelt as escapes: the same value for every parser. */
export function printableJson(json: string): string {
  return json.replace(UNFIT, (c) => (c === '\n' ? c : escaped(c)));
}

function escaped(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
