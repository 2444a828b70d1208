/** P10 Nothing private leaks: canaries only in data files, and files of quarantined rows for their owner only. */
import fs from 'node:fs';
import path from 'node:path';
import type { Run } from './run.js';
import type { CheckOptions, Report } from './violation.js';

const PRIVATE = /^(set_aside\/)?(quarantine|rejected|trace)\/|\.quarantine\.jsonl(\.\d+)?$/;
const DATA =
  /\.(parquet|arrow)(\.\d+)?$|^temp\/|^(set_aside\/)?(partitions|checkpoints|results)\/.*\.jsonl(\.gz|\.zst)?(\.\d+)?$/;
/** Shorter pieces of base64 occur by chance. */
const SHORTEST_BASE64 = 8;

/** Checks modes of private files, and searches all others, histories and logs for the canaries. */
export function checkPrivacy(run: Run, options: CheckOptions, report: Report): void {
  for (const file of run.files.filter((f) => PRIVATE.test(f))) {
    const mode = fs.statSync(path.join(run.dir, file)).mode & 0o777;
    if (mode !== 0o600) report('P10', 'mode', `0${mode.toString(8)}, not 0600`, file);
  }
  const exported = run.manifest ? exportedFiles(run) : new Set<string>();
  const inRun = run.files
    .filter((f) => !PRIVATE.test(f) && !DATA.test(f))
    .map((f) => path.join(run.dir, f))
    .filter((f) => !exported.has(f));
  const others = [...(options.historyFiles ?? []), ...(options.logFiles ?? [])];
  for (const [i, canary] of (options.canaries ?? []).entries()) {
    const needles = spellings(canary);
    for (const file of [...inRun, ...others]) {
      if (holds(fs.readFileSync(file), needles)) report('P10', 'canary', `canary ${i} is in it`, file);
    }
  }
}

function exportedFiles(run: Run): Set<string> {
  const files = run.manifest?.['files'];
  return new Set(Array.isArray(files) ? files.map((f) => String((f as { path?: unknown }).path)) : []);
}

/** A text as it may stand in a file: itself, in JSON with and without escapes, each of them in base64 at any offset. */
function spellings(text: string): Buffer[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const plain = [...new Set([text, json, JSON.stringify(json).slice(1, -1), ascii])];
  const encoded = plain.flatMap((p) => [0, 1, 2].map((offset) => base64(p, offset)));
  const urlSafe = encoded.map((e) => e.replaceAll('+', '-').replaceAll('/', '_'));
  const long = [...new Set([...encoded, ...urlSafe])].filter((e) => e.length >= SHORTEST_BASE64);
  return [...plain, ...long].map((s) => Buffer.from(s));
}

/** The characters of base64 that a text gives for certain when `offset` (0 to 2) bytes stand before it in its group. */
function base64(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const certain = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice([0, 2, 3][offset], certain);
}

/** Also bytes that a dump spells as a list of numbers count. */
function holds(content: Buffer, needles: readonly Buffer[]): boolean {
  if (needles.some((n) => content.includes(n))) return true;
  const runs = content.toString('latin1').match(/\[\s*\d{1,3}(?:\s*,\s*\d{1,3})+\s*\]/g) ?? [];
  return runs.some((run) => {
    const bytes = Buffer.from((JSON.parse(run) as number[]).map((n) => n & 0xff));
    return needles.some((n) => bytes.includes(n));
  });
}
