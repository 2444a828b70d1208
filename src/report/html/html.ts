/** HTML as a template: everything that is put in is escaped, unless it is HTML itself. */

/** A piece of HTML that is safe to put in as it stands. */
export interface Html {
  readonly html: string;
}

/** What a template takes; nothing comes of null, undefined and false. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template: html`<p>${text}</p>`. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.map((text, i) => text + (i < parts.length ? textOf(parts[i]) : '')).join('') };
}

/** Text that is HTML already, such as a drawing: never of rows, paths or messages. */
export function trusted(text: string): Html {
  return { html: text };
}

/** Text as it may stand between tags and in quoted attributes; control characters become visible. */
export function escapeHtml(text: string): string {
  return withoutControls(text.replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`));
}

/** Makes control characters visible, of a text that is escaped already. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, visible);
}

/** C0 except tab and newline, DEL and C1; marks that turn the direction of writing round. */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function visible(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (isList(part)) return part.map(textOf).join('');
  return part.html;
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
