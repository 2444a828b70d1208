/** The keys that say how the input is cut: what they must not say together, and what one says for another. */
import { about, type Settings } from './about.js';
import type { RecipeProblem } from './problem.js';
import type { ResolvedRecipe } from './resolved.js';

const [MODE, STRATEGY] = ['partition.mode', 'partition.strategy'] as const;
const [NUMBER, TARGET] = ['partition.num_of_partitions', 'partition.target_size_mb'] as const;
const ROWS = 'partition_size';

/** Settings that follow from those that were given, for keys that were not. */
export function impliedPartitioning(settings: Settings): [path: string, value: unknown][] {
  const { mode, strategy } = meant(settings);
  const free = strategy !== 'sample' || given(settings, NUMBER) !== null;
  return [[MODE, mode], [STRATEGY, strategy], ...(free ? [[ROWS, null] as [string, unknown]] : [])];
}

/** Adds a problem for each pair that contradicts itself. */
export function checkPartitioning(settings: Settings, problems: RecipeProblem[]): void {
  const { mode, strategy } = meant(settings);
  const wrong = (paths: string[], message: string, hint: string): void => {
    problems.push(about(settings, paths, { message, hint }));
  };
  const number = given(settings, NUMBER);
  if (number !== null) checkNumber(settings, `${NUMBER} ${String(number)}`, wrong);
  else if (mode === 'manual' && strategy === 'adaptive')
    wrong(
      [MODE, STRATEGY],
      `${MODE} manual contradicts ${STRATEGY} adaptive, which finds the size by itself`,
      `use ${MODE}: auto, or another strategy`,
    );
  else if (strategy === 'sample' && given(settings, TARGET) !== null)
    wrong(
      [TARGET, STRATEGY],
      `${TARGET} has no effect with ${STRATEGY} sample, which cuts by rows`,
      `add ${STRATEGY}: size, or use ${ROWS}`,
    );
}

type Wrong = (paths: string[], message: string, hint: string) => void;

/** A number of partitions says all: nothing else may. */
function checkNumber(settings: Settings, told: string, wrong: Wrong): void {
  const strategy = given(settings, STRATEGY);
  if (given(settings, MODE) === 'auto')
    wrong(
      [NUMBER, MODE],
      `${told} contradicts ${MODE} auto`,
      `leave one of them out; a number is ${MODE} manual`,
    );
  if (strategy !== null && strategy !== 'sample')
    wrong(
      [NUMBER, STRATEGY],
      `${told} contradicts ${STRATEGY} ${String(strategy)}`,
      `leave one of them out; a number gives equal rows, as strategy sample does`,
    );
  for (const path of [ROWS, TARGET]) {
    const other = given(settings, path);
    if (other !== null)
      wrong(
        [NUMBER, path],
        `${told} contradicts ${path} ${String(other)}`,
        'give the number or the size, not both',
      );
  }
}

/** What is told of settings that hold and do not act as they may be expected to. */
export function partitioningNotices(recipe: ResolvedRecipe): string[] {
  const { partition, max_partition_size_mb: most } = recipe;
  const target = partition.target_size_mb;
  if (target === null || target <= most) return [];
  return [
    `${TARGET} ${target} is above max_partition_size_mb ${most}: partitions come near to ${most} MiB; raise max_partition_size_mb for larger ones`,
  ];
}

/** Auto is adaptive where no strategy is named, and the other way round. */
function meant(settings: Settings): { mode: unknown; strategy: unknown } {
  const [mode, strategy] = [given(settings, MODE), given(settings, STRATEGY)];
  return {
    mode: mode ?? (strategy === 'adaptive' ? 'auto' : 'manual'),
    strategy: strategy ?? (mode === 'auto' && given(settings, NUMBER) === null ? 'adaptive' : 'sample'),
  };
}

/** A value that was given and is not null. */
function given(settings: Settings, path: string): unknown {
  return settings.get(path)?.value ?? null;
}
