/** An op made ready to run: parameters checked, models and lists loaded. */
import { join } from 'node:path';
import { z } from 'zod';
import { JuicerError } from '../model/errors.js';
import type {
  Example,
  FilterOp,
  FolderFiles,
  ListFiles,
  LoadFile,
  Mapped,
  MapperOp,
  Op,
  RowView,
  StatType,
  StatValue,
} from './define.js';

interface Prepared {
  name: string;
  version: number;
  /** With every default in place. */
  params: Record<string, unknown>;
}

/** A mapper with its parameters and resources bound. */
export interface PreparedMapper extends Prepared {
  kind: 'mapper';
  /** The top-level fields that it may set. */
  writes: readonly string[];
  map(row: RowView): Mapped;
}

/** A filter with its parameters and resources bound. */
export interface PreparedFilter extends Prepared {
  kind: 'filter';
  stats: Record<string, StatType>;
  measure(row: RowView): Record<string, StatValue>;
  /** Whether a row with these stats is kept; with `params` whether other parameters would keep it. */
  keep(stats: Record<string, StatValue>, params?: Record<string, unknown>): boolean;
}

/** Any op, ready to run. It may hold working memory: one per thread. */
export type PreparedOp = PreparedMapper | PreparedFilter;

/**
 * Checks an op's parameters as given in a recipe (null for none) and puts the defaults in place.
 * @throws JuicerError E_RECIPE that lists every problem.
 */
export function parseParams(op: Op, rawParams: unknown): Record<string, unknown> {
  const result = op.params.safeParse(rawParams ?? {});
  if (result.success) return result.data as Record<string, unknown>;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new JuicerError('E_RECIPE', `${op.name}: ${problems.join('; ')}`, { place: op.name });
}

/** The files that checked parameters name, defaults resolved: parameter → absolute path, or files of a folder. */
export function opFiles(op: Op, params: Record<string, unknown>): Record<string, string | FolderFiles> {
  return op.files?.(params) ?? {};
}

/** Absolute paths of those that a parameter means among the entries of its folder, in the order of their names. */
export function filesAmong(
  { folder, word, ending }: FolderFiles,
  entries: readonly { name: string; isDirectory(): boolean }[],
): string[] {
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const meant = names.filter((name) => name.includes(word) && name.endsWith(ending));
  return meant.sort().map((name) => join(folder, name));
}

/** Parameters that a recipe has to give and does not: `[parameter, what to give]`. */
export function unmetNeeds(op: Op, params: Record<string, unknown>): [param: string, advice: string][] {
  return Object.entries(op.needs ?? {}).filter(([name]) => params[name] === null);
}

/**
 * Makes an op ready to run. `list` is for ops that read the files of a folder.
 * @throws JuicerError E_RECIPE when a parameter is wrong or missing or a file that one names is damaged; whatever `load`
 *   and `list` throw.
 */
export function prepareOp(
  op: Op,
  rawParams: unknown,
  load: LoadFile,
  list: ListFiles = () => [],
): PreparedOp {
  const params = parseParams(op, rawParams);
  for (const [param, hint] of unmetNeeds(op, params))
    throw new JuicerError('E_RECIPE', `${op.name}.${param} has to be given`, { place: op.name, hint });
  const resource = op.setup?.(params, load, list);
  const { name, version } = op;
  if (op.kind === 'filter')
    return { name, version, params, kind: op.kind, ...boundFilter(op, params, resource) };
  const writes = op.writes?.(params) ?? [];
  return { name, version, params, kind: op.kind, writes, map: (row) => op.map(row, params, resource) };
}

function boundFilter(
  op: FilterOp,
  params: Record<string, unknown>,
  resource: unknown,
): Pick<PreparedFilter, 'stats' | 'measure' | 'keep'> {
  return {
    stats: op.stats(params),
    measure: (row) => op.measure(row, params, resource),
    keep: (stats, other = params) => op.keep(stats, other),
  };
}

/** What documentation and lists show of an op. */
export interface OpDescription {
  name: string;
  kind: MapperOp['kind'] | FilterOp['kind'];
  summary: string;
  version: number;
  /** JSON Schema of the parameters as a recipe gives them. */
  params: Record<string, unknown>;
  /** Stats that a filter writes with default parameters, with their types; empty for a mapper. */
  stats: Record<string, StatType>;
  /** Whether the result depends on the Unicode version of the runtime. */
  unicode: boolean;
  /** What the op reads: parameters that name a file or folder, and names of files that come with a package. */
  files: string[];
  /** Those that every recipe has to give: parameter → what to give. */
  needs: Record<string, string>;
  examples: Example[];
}

/** Describes an op from its own definition. */
export function describeOp(op: Op): OpDescription {
  const { name, kind, summary, version, examples, unicode = false, needs = {} } = op;
  const params = z.toJSONSchema(op.params, { io: 'input' }) as Record<string, unknown>;
  const defaults = parseParams(op, {});
  const files = [...new Set([...Object.keys(needs), ...Object.keys(opFiles(op, defaults))])];
  return { name, kind, summary, version, params, stats: statsOf(op, {}), unicode, files, needs, examples };
}

/** The stats that an op writes with these parameters, with their types; none for an op that is no filter. */
export function statsOf(op: Op, rawParams: unknown): Record<string, StatType> {
  return op.kind === 'filter' ? op.stats(parseParams(op, rawParams)) : {};
}
