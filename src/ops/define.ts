/** How an op is written: a small plain value; the engine owns batches and columns (see AGENTS.md, "an op"). */
import { z } from 'zod';

/** What an op sees of one row. `field('meta.lang')` gives the parsed value of any field, undefined when missing. */
export interface RowView {
  text: string;
  field(path: string): unknown;
  /** Names of the top-level fields that rows of the dataset have, that of the text among them if it is one. */
  readonly names: readonly string[];
}

/** Values a stat can take; those of type json may be lists and mappings too. */
export type StatValue =
  number | string | boolean | null | readonly StatValue[] | { readonly [key: string]: StatValue };
/** Storage type of a stat; json is for values of the input, whatever they are. */
export type StatType = 'int64' | 'double' | 'utf8' | 'bool' | 'json';

/** Reads a file that a parameter names (a model, a word list), of less than 2 GiB; given to `setup` only. */
export interface LoadFile {
  (path: string): Uint8Array;
  /** A file of any size in memory that all threads have together, of a parameter that `shared` names; it is not to be written to. */
  shared?(this: void, path: string): DataView;
}
/** The files of a folder that a parameter names, as absolute paths in the order of their names; given to `setup` only. */
export type ListFiles = (param: string) => readonly string[];

/** Files of a folder: those right in it that have a word in their name and end in a given way. */
export interface FolderFiles {
  /** Absolute. */
  folder: string;
  word: string;
  ending: string;
}

interface OpBase<P extends z.ZodObject, R> {
  name: string;
  /** One line for lists. */
  summary: string;
  params: P;
  /** Raised whenever the output can change; part of every fingerprint. */
  version: number;
  /** Whether the result depends on the Unicode version of the runtime. */
  unicode?: boolean;
  /**
   * Parameters that every recipe has to give, since no default can stand for them: parameter → what to give. Their default
   * is null.
   */
  needs?: Record<string, string>;
  /** Whether it runs code that a parameter gives or names: only where that is allowed. */
  code?: boolean;
  /** Files that parameters name, with defaults resolved: parameter → absolute path of a file, or files of a folder. */
  files?(params: z.output<P>): Record<string, string | FolderFiles>;
  /** Parameters whose files are in memory once for all threads of a process; see {@link LoadFile}. */
  shared?: readonly string[];
  /** Loads what the op needs once per thread; its value is handed to every call. */
  setup?(params: z.output<P>, load: LoadFile, list: ListFiles): R;
  examples: Example[];
}

/** What an op makes of a text, in a row with these fields besides; of a filter, whether the row is kept and with which stats. */
export interface Example {
  params?: Record<string, unknown>;
  before: string;
  fields?: Readonly<Record<string, unknown>>;
  after: Mapped | null | FilterOutcome;
}

/** What a filter makes of the row of an example. */
export interface FilterOutcome {
  keep: boolean;
  stats: Record<string, StatValue>;
}

/** What an example shows of a filter; null for that of a mapper. */
export function filterOutcome({ after }: Pick<Example, 'after'>): FilterOutcome | null {
  return typeof after === 'object' && after !== null && 'keep' in after ? after : null;
}

/**
 * A row that a mapper makes of one: a copy with another text (the same when absent), in which top-level fields are set to
 * JSON values; a bigint stands for an integer. Only fields that the op declares may be set.
 */
export interface MadeRow {
  text?: string;
  fields?: Readonly<Record<string, unknown>>;
}

/** What a mapper makes of a row: one with another text, or with other fields too, or several in order; of an empty list none. */
export type Mapped = string | MadeRow | readonly (string | MadeRow)[];

/** Changes the text of a row, sets fields of it, or makes several rows of it. */
export interface MapperOp<P extends z.ZodObject = z.ZodObject, R = unknown> extends OpBase<P, R> {
  kind: 'mapper';
  /** The top-level fields that it may set; none if not given. */
  writes?(params: z.output<P>): readonly string[];
  map(row: RowView, params: z.output<P>, resource: R): Mapped;
}

/** Measures a row, then decides from the measure alone. What is measured and is no stat is for `keep` only: it is not stored. */
export interface FilterOp<P extends z.ZodObject = z.ZodObject, R = unknown> extends OpBase<P, R> {
  kind: 'filter';
  stats(params: z.output<P>): Record<string, StatType>;
  measure(row: RowView, params: z.output<P>, resource: R): Record<string, StatValue>;
  keep(stats: Record<string, StatValue>, params: z.output<P>): boolean;
}

/** Any op. */
export type Op = MapperOp | FilterOp;

const NAME = /^[a-z][a-z0-9_]*_(mapper|filter)$/;

/**
 * Declares a mapper, with its types inferred.
 * @throws Error at load time when name, version or default parameters are not as they must be.
 */
export function defineMapper<P extends z.ZodObject, R = undefined>(
  op: Omit<MapperOp<P, R>, 'kind'>,
): MapperOp<P, R> {
  return checked({ ...op, kind: 'mapper' as const });
}

/**
 * Declares a filter, with its types inferred.
 * @throws Error at load time when name, version or default parameters are not as they must be.
 */
export function defineFilter<P extends z.ZodObject, R = undefined>(
  op: Omit<FilterOp<P, R>, 'kind'>,
): FilterOp<P, R> {
  return checked({ ...op, kind: 'filter' as const });
}

interface Declared {
  name: string;
  kind: string;
  version: number;
  params: z.ZodObject;
  needs?: Record<string, string>;
}

function checked<T extends Declared>(op: T): T {
  if (!NAME.test(op.name) || !op.name.endsWith(`_${op.kind}`))
    throw new Error(`op ${op.name}: name must be snake_case and end in _${op.kind}`);
  if (!Number.isInteger(op.version) || op.version < 1)
    throw new Error(`op ${op.name}: version must be a positive integer`);
  // Each by itself: what parameters must be together is looked at when a recipe gives them, which may take its time.
  const defaults = new Map(
    Object.entries(op.params.shape).map(([name, param]) => [name, z.safeParse(param, undefined)]),
  );
  if (![...defaults.values()].every(({ success }) => success))
    throw new Error(`op ${op.name}: every parameter needs a default`);
  for (const name of Object.keys(op.needs ?? {}))
    if (defaults.get(name)?.data !== null)
      throw new Error(`op ${op.name}: ${name} is needed, so its default must be null`);
  return op;
}
