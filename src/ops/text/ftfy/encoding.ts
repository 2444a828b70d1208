/** Takes back what reading text in a wrong encoding did to it. */
import { isBad } from './badness.js';
import { decodeUtf8, replaceLossy, restoreA0 } from './bytes.js';
import { CODE_PAGES, readC1 } from './code-pages.js';
import { replaceRuns } from './detector.js';

/** Repairs until nothing changes any more, as text may have been read wrongly more than once. */
export function fixEncoding(text: string): string {
  for (let fixed = text; ;) {
    const next = fixOnce(fixed);
    if (next === fixed) return fixed;
    fixed = next;
  }
}

function fixOnce(text: string): string {
  if (/^[\0-\x7f]*$/.test(text) || !isBad(text)) return text;
  const whole = asUtf8(text);
  if (whole !== null) return whole;
  const inParts = replaceRuns(text, (run) =>
    run.length < text.length && isBad(run) ? fixEncoding(run) : run,
  );
  if (inParts !== text) return inParts;
  return readC1(text);
}

/** The text read again as UTF-8, from the first encoding with which that works. */
function asUtf8(text: string): string | null {
  for (const page of CODE_PAGES) {
    const encoded = page.encode(text);
    if (encoded === null) continue;
    // In MacRoman it would match a dash before a space.
    const restored = page.name === 'macroman' ? encoded : restoreA0(encoded);
    const decoded = decodeUtf8(page.isSloppy ? replaceLossy(restored) : restored);
    if (decoded !== null) return decoded;
  }
  return null;
}
