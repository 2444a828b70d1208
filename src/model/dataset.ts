/** What is read: names of files, and the shares that a mixture takes of them. */

/** How many rows of one part of a mixture are taken; beyond the rows that there are, all are taken and some again. */
export interface PartSample {
  rows: number;
  take: number;
  seed: number;
}

/** The same for a range. `first` is the number, from 0, that its first row has in the part. */
export interface RangeSample extends PartSample {
  first: number;
}

/** One part of a mixture: names of files, folders or patterns, and what share of their rows is taken. */
export interface DatasetPart {
  path: string | string[];
  weight: number;
}

/** What is read: names, or the parts of a mixture, each a name, or names with a weight. */
export type DatasetPath = string | (string | DatasetPart)[];

/** How a mixture is drawn. Without `max_rows` a weight is the share of a part's rows, with it that of the mixture's. */
export interface Sampling {
  /** By part. */
  weights: number[];
  max_rows: number | null;
  seed: number;
}

/** How rows are drawn from what a recipe names; null when all of them are taken, once each. */
export function samplingOf(recipe: {
  dataset_path: DatasetPath;
  max_sample_num: number | null;
  sample_seed: number;
}): Sampling | null {
  const weights = partsOf(recipe.dataset_path).map((part) => part.weight);
  const { max_sample_num: max_rows, sample_seed: seed } = recipe;
  return max_rows === null && weights.every((weight) => weight === 1) ? null : { weights, max_rows, seed };
}

/** All names in what a recipe names as its dataset. */
export function datasetNames(dataset: DatasetPath): string[] {
  return partsOf(dataset).flatMap((part) => part.names);
}

/** The parts: a name by itself is one of weight 1. */
export function partsOf(dataset: DatasetPath): { names: string[]; weight: number }[] {
  return [dataset]
    .flat()
    .map((part) =>
      typeof part === 'string'
        ? { names: [part], weight: 1 }
        : { names: [part.path].flat(), weight: part.weight },
    );
}
