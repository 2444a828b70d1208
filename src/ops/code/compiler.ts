/** The compiler of TypeScript and JavaScript that is not ours, and what it says of mistakes. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Esbuild from 'esbuild';
import { JuicerError } from '../../model/errors.js';

const SHOWN_ERRORS = 3;

// Read when it is used: most recipes bring no code.
const require = createRequire(import.meta.url);
let loaded: typeof Esbuild | undefined;

/** esbuild. */
export function compiler(): typeof Esbuild {
  loaded ??= require('esbuild') as typeof Esbuild;
  return loaded;
}

/**
 * What the compiler threw as one error, with file and line. Its messages are about code, not about rows. Files are named
 * from `folder` on.
 */
export function compileError(error: unknown, entry: string, folder: string): JuicerError {
  const { errors = [] } = error as Partial<Esbuild.BuildFailure>;
  if (errors.length === 0) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return new JuicerError('E_UNSUPPORTED', `${entry} cannot be compiled here: ${reason}`, {
      hint: 'install this package again with its optional dependencies: esbuild needs the one for this system',
    });
  }
  const told = errors.slice(0, SHOWN_ERRORS).map(({ text, location }) => {
    if (!location) return text;
    return `${path.resolve(folder, location.file)}:${location.line}:${location.column + 1}: ${text}`;
  });
  const more = errors.length > SHOWN_ERRORS ? [`${errors.length - SHOWN_ERRORS} more`] : [];
  return new JuicerError('E_RECIPE', `${entry} cannot be compiled: ${[...told, ...more].join('; ')}`);
}
