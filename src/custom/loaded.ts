/**
 * The own ops of this thread, by the hash of the module that they are in: a text is loaded once, whatever runs and
 * recipes name it.
 */
import { JuicerError } from '../model/errors.js';
import { TimeUpError } from '../ops/code/bounded.js';
import { evaluateModule } from '../ops/code/module.js';
import type { Op } from '../ops/define.js';
import { sha256 as hash } from '../storage/json-file.js';
import { exportedOps } from './declared.js';

/** A module of own ops by what is known of it without its text. */
export interface CodeRef {
  /** What the recipe names, or the file in a run's folder: for messages. */
  path: string;
  sha256: string;
}

const MAX_TOLD = 300;

const sources = new Map<string, () => string>();
const loaded = new Map<string, readonly Op[]>();

/** Notes where the text with a hash is had from, should it be asked for; the place that was noted last is asked. */
export function noteCode(sha256: string, text: () => string): void {
  sources.set(sha256, text);
}

/**
 * The text with a hash.
 * @throws JuicerError E_REFUSED when it is another one by now, or cannot be had; whatever reading it throws.
 */
export function codeText({ path, sha256 }: CodeRef): string {
  const source = sources.get(sha256);
  if (!source) throw new JuicerError('E_REFUSED', `the code of ${path} is not with the run`);
  const text = source();
  if (hash(Buffer.from(text)) === sha256) return text;
  throw new JuicerError(
    'E_REFUSED',
    `the code of ${path} is not what the run was started with: its sha256 differs`,
    {
      hint: 'start a new run; the code that is kept with a run is never edited',
    },
  );
}

/**
 * The ops of a module. Whether code is run at all is for the caller to ask first.
 * @throws JuicerError E_RECIPE when it does not load, takes too long or exports no proper ops; see {@link codeText}.
 */
export function loadOps(code: CodeRef): readonly Op[] {
  const known = loaded.get(code.sha256);
  if (known) return known;
  const text = codeText(code);
  try {
    const ops = exportedOps(evaluateModule(text, code.path));
    loaded.set(code.sha256, ops);
    return ops;
  } catch (error) {
    throw new JuicerError('E_RECIPE', `${code.path} cannot be loaded: ${describe(error)}`);
  }
}

/** What code of the recipe threw while no row was in it, on one line. */
export function describe(error: unknown): string {
  if (error instanceof TimeUpError)
    return `it was ${error.message}; look for an endless loop at its top level`;
  if (!(error instanceof Error)) return String(error).slice(0, MAX_TOLD);
  const plain = error.name === 'Error' || error instanceof JuicerError;
  const text = plain ? error.message : `${error.name}: ${error.message}`;
  return (text.split('\n')[0] ?? '').slice(0, MAX_TOLD);
}
