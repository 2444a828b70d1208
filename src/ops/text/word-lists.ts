/** Lists of words by language, as Data-Juicer has them in JSON files: `{"en": ["the", "of"], "de": ["der"]}`. */
import { Buffer } from 'node:buffer';
import { resolve } from 'node:path';
import { JuicerError } from '../../model/errors.js';
import type { FolderFiles, LoadFile } from '../define.js';

/** Name of the list of all languages together. */
const ALL = 'all';

/** The files of a folder that hold lists of a kind, e.g. `stopwords`: its .json files with that in their name. */
export function wordListFiles(folder: string, kind: string): FolderFiles {
  return { folder: resolve(folder), word: kind, ending: '.json' };
}

/** What to give for a parameter that names such a folder. */
export function wordListAdvice(kind: string): string {
  return (
    `name a folder with word lists, ${kind}.json of the form {"en": ["word", "..."]}; that of Data-Juicer is at ` +
    `https://dail-wlcb.oss-cn-wulanchabu.aliyuncs.com/data_juicer/${kind}.json`
  );
}

/**
 * The words of a language, from all files together; for `all` those of every language, unless a file has a list of that
 * name.
 * @throws JuicerError E_RECIPE when a file holds something else or there is no list of the language.
 */
export function readWords(files: readonly string[], load: LoadFile, lang: string): Set<string> {
  const lists = new Map<string, string[]>();
  for (const path of files) {
    for (const [name, words] of Object.entries(readLists(path, load)))
      lists.set(name, (lists.get(name) ?? []).concat(words));
  }
  const words = lists.get(lang) ?? (lang === ALL ? [...lists.values()].flat() : null);
  if (words !== null) return new Set(words);
  const known = [...lists.keys()].sort().join(', ');
  throw new JuicerError('E_RECIPE', `${files.join(', ')}: no words of language ${JSON.stringify(lang)}`, {
    hint: `there are ${known === '' ? 'none' : known}, and all`,
  });
}

function readLists(path: string, load: LoadFile): Record<string, string[]> {
  const value = parse(Buffer.from(load(path)).toString('utf8'));
  if (!isLists(value))
    throw new JuicerError('E_RECIPE', `${path} is no word list: expected {"language": ["word", ...], ...}`);
  return value;
}

/** The value of a JSON text; undefined for what is none. Node's own error would quote it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function isLists(value: unknown): value is Record<string, string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (words) => Array.isArray(words) && words.every((word) => typeof word === 'string'),
  );
}
