/** `juicer validate`: everything that can be said of a recipe without running it; with --data of the first rows too. */
import { checkFile, driftOf, type CheckedFile, type Drift } from '../../client/data-check.js';
import { preflight } from '../../client/preflight.js';
import type { InputSpec } from '../../input/scan.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import type { ResolvedRecipe } from '../../recipe/load.js';
import { numberFlag } from '../action.js';
import { RECIPE_FLAGS, type Args, type CommandBody } from '../command.js';
import { recipeFor } from '../open.js';
import { warningLine, warningsFor } from '../plan-warnings.js';
import { printable } from '../printable.js';

/** Rows that are looked at of each file, unless told otherwise. */
const ROWS = 1000;
/** Bad rows of a file that are shown. */
const SHOWN = 5;

/** Checks a recipe, its input and its export path. */
export const validateCommand: CommandBody = {
  count: [0, 1],
  flags: {
    ...RECIPE_FLAGS,
    data: {
      type: 'boolean',
      help: 'also read the first rows of every input file; exit 3 when some are broken',
    },
    rows: { type: 'string', value: 'N', help: `with --data: rows of each file (${ROWS})` },
  },
  example: 'juicer validate recipes/seed.yaml --data',
  async run(args, out) {
    const { recipe, mapped, notices } = recipeFor(args, out);
    const files = await preflight(recipe);
    for (const { from, to } of mapped) out.note(`${from} is read as ${to}`);
    const warnings = await warningsFor(recipe, files, null);
    for (const warning of warnings) out.note(warningLine(warning));
    const data = args.on('data') ? await checkData(files, recipe, rowsOf(args)) : null;
    const lines = ['the recipe is valid', ...(data ? dataLines(data) : [])];
    const value = { schemaVersion: 1, valid: true, recipe, mapped, notices, warnings };
    out.data(lines.join('\n'), { ...value, ...(data && { data }) });
    return data?.files.some((file) => file.bad.length > 0) ? EXIT.doneWithLosses : EXIT.done;
  },
};

interface CheckedData {
  files: CheckedFile[];
  drift: Drift[];
}

function rowsOf(args: Args): number {
  const rows = numberFlag(args, 'rows') ?? ROWS;
  if (rows === 0) throw new JuicerError('E_USAGE', '--rows is a whole number from 1 on');
  return rows;
}

async function checkData(
  files: readonly InputSpec[],
  { text_keys: textKey }: ResolvedRecipe,
  rows: number,
): Promise<CheckedData> {
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkFile(file, { textKey, rows }));
  return { files: checked, drift: driftOf(checked) };
}

function dataLines({ files, drift }: CheckedData): string[] {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const bad = files.reduce((sum, file) => sum + file.bad.length, 0);
  return [
    `data       ${files.length} files, ${rows} rows looked at, ${bad} of them broken`,
    ...files.filter((file) => file.rows === 0).map(({ file }) => `empty      ${printable(file)}`),
    ...files.flatMap(badLines),
    ...drift.map(driftLine),
  ];
}

function badLines({ file, bad }: CheckedFile): string[] {
  const lines = bad
    .slice(0, SHOWN)
    .map(({ reason, place }) => `broken     ${printable(file)}:${place.line}: ${reason}`);
  return bad.length > SHOWN ? [...lines, `broken     ${printable(file)}: ${bad.length - SHOWN} more`] : lines;
}

function driftLine({ field, seen }: Drift): string {
  const kinds = seen.map((s) => `${s.kinds} in ${s.files} (${printable(s.example)})`);
  return `differs    ${printable(field)}: ${kinds.join(', ')}`;
}
