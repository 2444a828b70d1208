/**
 * Replaces the text by that of all `.tex` files in an archive that the row names. Use it first on papers as they are
 * submitted. With `archives_dir: papers`, a row with `compressed_file: a.tgz` gets the files of papers/a.tgz.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { Archives } from '../text/archive/archives.js';
import { texFiles } from '../text/archive/tex.js';

const MEBIBYTE = 1024 * 1024;
const limit = z.number().min(0).nullable();
const params = z.strictObject({
  compressed_file_key: z
    .string()
    .min(1)
    .default('compressed_file')
    .describe('Field that names the archive: .tar, .tar.gz, .tgz or .zip.'),
  separator: z.string().default('\n\n').describe('What to put between files.'),
  max_file_size: limit
    .default(50 * MEBIBYTE)
    .describe('Most bytes of a file; larger ones are passed over. 0 or null: no limit.'),
  max_total_size: limit
    .default(100 * MEBIBYTE)
    .describe('Most bytes of all files; the first that would go beyond ends the text. 0 or null: no limit.'),
  archives_dir: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Folder whose files rows may name, those right in it; all are hashed when a run is planned.'),
});

/** `latex_merge_tex_mapper`: a row that names no archive of the folder, or a damaged one, makes it throw. */
export const latexMergeTexMapper = defineMapper({
  name: 'latex_merge_tex_mapper',
  summary: 'Puts the LaTeX files of an archive in place of the text.',
  version: 1,
  params,
  examples: [
    { fields: { compressed_file: 'paper.tgz' }, before: '', after: '\\input{b}\n\n\\section{B}' },
    { params: { separator: '|' }, fields: { compressed_file: 'paper.zip' }, before: '', after: 'a|b' },
  ],
  needs: { archives_dir: 'name the folder with the archives that rows name' },
  files: ({ archives_dir: folder }) =>
    folder === null ? {} : { archives_dir: { folder: resolve(folder), word: '', ending: '' } },
  setup: (_params, load, list) => new Archives(list('archives_dir'), load),
  map: (row, { compressed_file_key: key, separator, ...p }, archives) => {
    const { path, bytes } = archives.read(row.field(key), key);
    const limits = { file: p.max_file_size ?? 0, total: p.max_total_size ?? 0 };
    return texFiles(path, bytes, limits).join(separator);
  },
});
