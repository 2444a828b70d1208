/** `juicer plan`: what a run would do: partitions, chain, checkpoints. Nothing is written. */
import { preflight } from '../../client/preflight.js';
import { scanJsonl } from '../../input/scan.js';
import { EXIT } from '../../model/errors.js';
import { segmentsOf } from '../../plan/segments.js';
import { RECIPE_FLAGS, type Command } from '../command.js';
import { recipeFor } from '../open.js';

const MIB = 2 ** 20;

/** Scans the input and shows the plan. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'show partitions, op chain and checkpoints of a recipe without running it',
  positionals: '[RECIPE]',
  count: [0, 1],
  flags: RECIPE_FLAGS,
  example: 'juicer plan recipes/seed.yaml -o json',
  run(args, out) {
    const { recipe } = recipeFor(args, out);
    preflight(recipe);
    const bounds = { rows: recipe.partition_size, bytes: recipe.max_partition_size_mb * MIB };
    const ranges = scanJsonl(recipe.dataset_path, bounds, () => undefined);
    const rows = ranges.reduce((sum, r) => sum + r.rows, 0);
    const bytes = ranges.map((r) => r.byteEnd - r.byteStart);
    const segments = segmentsOf(
      recipe.process.map((op) => op.name),
      recipe.checkpointing.enabled,
    );
    const lines = [
      `input      ${recipe.dataset_path}: ${rows} rows, ${mib(bytes.reduce((a, b) => a + b, 0))}`,
      `partitions ${ranges.length}, at most ${recipe.partition_size} rows and ${recipe.max_partition_size_mb} MiB; largest ${mib(Math.max(0, ...bytes))}`,
      ...segments.map((s) => `segment ${s.index}  ${s.summary} → checkpoint ${s.stem}`),
      `export     ${recipe.export_path}`,
    ];
    out.data(lines.join('\n'), { schemaVersion: 1, rows, partitions: ranges, segments, recipe });
    return Promise.resolve(EXIT.done);
  },
};

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
