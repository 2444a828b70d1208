/** Makes one text of a module of own ops, with all that it imports, so that one hash covers all code that runs. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { compileError, compiler } from '../ops/code/compiler.js';
import { GIVEN_PACKAGES } from '../ops/code/module.js';
import { exists, lookAt } from '../storage/files.js';
import { sha256 } from '../storage/json-file.js';

/** A module of own ops as it is kept with a run. */
export interface Bundle {
  /** What the recipe names: an absolute path, or a package. */
  path: string;
  sha256: string;
  /** A CommonJS module. */
  text: string;
}

/** Far beyond any honest op: more is a mistake, such as a library of models. */
export const MAX_BUNDLE_BYTES = 8 * 2 ** 20;
const INDEX_FILES = ['index.ts', 'index.js', 'index.mjs', 'index.cjs'];
const PACKAGE = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/[\w./-]+)?$/i;
const BARE = /^[^./\\][^\\]*$/;

/**
 * Bundles the module that a name stands for: a file, a folder with an index, both from `folder` on, or a package that is
 * found from there.
 * @throws JuicerError E_RECIPE when there is none, or it cannot be compiled; it names file and line.
 */
export function bundleModule(name: string, folder: string): Bundle {
  const full = path.resolve(folder, name);
  const file = exists(full) ? fileOf(full) : packageNamed(name, full);
  const isFile = path.isAbsolute(file);
  // Comments in the text name files from here on: a project that is moved keeps its hash.
  const text = compiled(file, isFile ? path.dirname(file) : folder);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BUNDLE_BYTES) {
    throw new JuicerError('E_RECIPE', `${name} comes to ${bytes} bytes with all that it imports`, {
      hint: `at most ${MAX_BUNDLE_BYTES} are kept with a run; name large files in parameters (files and setup of an op)`,
    });
  }
  return { path: isFile ? full : name, sha256: sha256(Buffer.from(text)), text };
}

function fileOf(full: string): string {
  if (!lookAt(full)?.isDirectory()) return full;
  const index = INDEX_FILES.map((name) => path.join(full, name)).find(exists);
  if (index !== undefined) return index;
  throw new JuicerError('E_RECIPE', `folder ${full} has no ${INDEX_FILES.join(', ')}`, {
    hint: 'name a file, or make an index that exports the ops of the others',
  });
}

function packageNamed(name: string, full: string): string {
  if (BARE.test(name) && PACKAGE.test(name) && !/\.[cm]?[jt]s$/.test(name)) return name;
  throw new JuicerError('E_RECIPE', `file ${full} is not there`, {
    hint: "paths start from the recipe's folder; a package is named without ./",
  });
}

function compiled(entry: string, workingDir: string): string {
  const options = {
    ...{ entryPoints: [entry], absWorkingDir: workingDir, write: false as const, bundle: true },
    ...{ format: 'cjs' as const, platform: 'node' as const, target: 'node20', charset: 'utf8' as const },
    external: [...GIVEN_PACKAGES],
    loader: { '.wasm': 'binary' as const },
    legalComments: 'none' as const,
    logLevel: 'silent' as const,
    supported: { 'dynamic-import': false },
  };
  try {
    return compiler().buildSync(options).outputFiles[0]?.text ?? '';
  } catch (error) {
    throw compileError(error, entry, workingDir);
  }
}
