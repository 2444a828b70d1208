/** How an op is written: a small plain value; the engine owns batches and columns (see AGENTS.md, "an op"). */
import type { z } from 'zod';

/** What an op sees of one row. `field('meta.lang')` gives the parsed value of any field, undefined when missing. */
export interface RowView {
  text: string;
  field(path: string): unknown;
}

/** Values a stat can take. */
export type StatValue = number | string | boolean | null;
/** Storage type of a stat. */
export type StatType = 'int64' | 'double' | 'utf8' | 'bool';

/** Reads a file that a parameter names (a model, a word list); given to `setup` only. */
export type LoadFile = (path: string) => Uint8Array;

interface OpBase<P extends z.ZodType, R> {
  name: string;
  /** One line for lists. */
  summary: string;
  params: P;
  /** Raised whenever the output can change; part of every fingerprint. */
  version: number;
  /** Whether the result depends on the Unicode version of the runtime. */
  unicode?: boolean;
  /** Files that parameters name, with defaults resolved: parameter → absolute path. */
  files?(params: z.output<P>): Record<string, string>;
  /** Loads what the op needs once per thread; its value is handed to every call. */
  setup?(params: z.output<P>, load: LoadFile): R;
  examples: Example[];
}

/** `[before, after]` for a mapper; for a filter `after` says whether the row is kept and with which stats. */
export interface Example {
  params?: Record<string, unknown>;
  before: string;
  after: string | null | { keep: boolean; stats: Record<string, StatValue> };
}

/** Changes the text of a row. */
export interface MapperOp<P extends z.ZodType = z.ZodType, R = unknown> extends OpBase<P, R> {
  kind: 'mapper';
  map(row: RowView, params: z.output<P>, resource: R): string;
}

/** Measures a row, then decides from the measure alone. `keep` is true or the reason for the rejection. */
export interface FilterOp<P extends z.ZodType = z.ZodType, R = unknown> extends OpBase<P, R> {
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
export function defineMapper<P extends z.ZodType, R = undefined>(
  op: Omit<MapperOp<P, R>, 'kind'>,
): MapperOp<P, R> {
  return checked({ ...op, kind: 'mapper' as const });
}

/**
 * Declares a filter, with its types inferred.
 * @throws Error at load time when name, version or default parameters are not as they must be.
 */
export function defineFilter<P extends z.ZodType, R = undefined>(
  op: Omit<FilterOp<P, R>, 'kind'>,
): FilterOp<P, R> {
  return checked({ ...op, kind: 'filter' as const });
}

function checked<T extends { name: string; kind: string; version: number; params: z.ZodType }>(op: T): T {
  if (!NAME.test(op.name) || !op.name.endsWith(`_${op.kind}`))
    throw new Error(`op ${op.name}: name must be snake_case and end in _${op.kind}`);
  if (!Number.isInteger(op.version) || op.version < 1)
    throw new Error(`op ${op.name}: version must be a positive integer`);
  const defaults = op.params.safeParse({});
  if (!defaults.success) throw new Error(`op ${op.name}: every parameter needs a default`);
  return op;
}
