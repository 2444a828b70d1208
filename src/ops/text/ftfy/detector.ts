/** Finds runs of characters that may be UTF-8 read in a wrong encoding, within text that is right. */
import { CODE_PAGES } from './code-pages.js';

/** Roles that a character can play, as bits. */
const FIRST_OF_2 = 1;
const FIRST_OF_3 = 2;
const FIRST_OF_4 = 4;
const CONTINUES = 8;
/** Continues, and does not stand for itself so often as spaces, dashes and quotes do. */
const STRICT = 16;

const LEADS: readonly (readonly [role: number, length: number])[] = [
  [FIRST_OF_2, 2],
  [FIRST_OF_3, 3],
  [FIRST_OF_4, 4],
];
const NOT_STRICT = ' –—―‘’‚“”„•…';
/** The last three encodings are too rare to count. */
const PAGES = CODE_PAGES.slice(0, 7);

const roles = new Uint8Array(0x10000);

function give(role: number, characters: string): void {
  for (let i = 0; i < characters.length; i++) {
    const unit = characters.charCodeAt(i);
    roles[unit] = (roles[unit] ?? 0) | role;
  }
}

for (const page of PAGES) {
  give(FIRST_OF_2, page.characters(0xc2, 0xdf));
  give(FIRST_OF_3, page.characters(0xe0, 0xef));
  // Sequences that begin with other bytes than F0 and F3 are unassigned.
  give(FIRST_OF_4, page.characters(0xf0, 0xf0) + page.characters(0xf3, 0xf3));
  give(CONTINUES | STRICT, page.characters(0x80, 0xbf));
}
// A space may have been U+00A0.
give(CONTINUES, ' ');
for (const character of NOT_STRICT) {
  roles[character.charCodeAt(0)] = (roles[character.charCodeAt(0)] ?? 0) & ~STRICT;
}

function roleAt(text: string, at: number): number {
  return roles[text.charCodeAt(at)] ?? 0;
}

/**
 * Replaces every run of such sequences that does not follow a continuation, from left to right; a run is as long as can
 * be, its sequences as short as can be.
 */
export function replaceRuns(text: string, replace: (run: string) => string): string {
  let replaced = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (i > 0 && roleAt(text, i - 1) & STRICT) continue;
    let end = i;
    for (let length = lengthAt(text, end); length > 0; length = lengthAt(text, end)) end += length;
    if (end === i) continue;
    replaced += text.slice(start, i) + replace(text.slice(i, end));
    start = end;
    i = end - 1;
  }
  return replaced + text.slice(start);
}

/** Length of the sequence that begins here; 0 for none. */
function lengthAt(text: string, at: number): number {
  const lead = roleAt(text, at);
  for (const [role, length] of LEADS) {
    if (lead & role && continues(text, at + 1, at + length)) return length;
  }
  return 0;
}

function continues(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(roleAt(text, i) & CONTINUES)) return false;
  return true;
}
