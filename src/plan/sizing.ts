/** How large partitions are to be, and why: the recipe's settings and what is known of the input become bounds. */
import type { EvenParts, InputSurvey, PartitionSettings, RowSample, Sizing } from '../model/sizing.js';
import { MEMORY_FACTOR } from './warnings.js';

/** The part of a recipe that says it. */
export interface SizingSettings {
  partition: PartitionSettings;
  partition_size: number | null;
  max_partition_size_mb: number;
  performance: { memory_limit_gb: number };
}

const MIB = 2 ** 20;

/** Rows of a partition where the recipe does not bound them: short rows take far more memory than their bytes say. */
export const MOST_ROWS = 1_000_000;
/** Work of a partition when sizes are found. A worker that dies costs about that much at most; a hundred times what a partition costs in itself. */
export const GOAL_SECONDS = 60;
/** Not less work than that either: a partition in itself costs up to 0.2 s (bench/results/2026-11-24-scale-10000.json). */
export const LEAST_SECONDS = 2;
/** The same where the work is not known. */
const LEAST_BYTES = MIB;
/** Partitions for each thread: while the last ones are worked on the other threads stand still for a quarter of their time at most. */
export const PER_THREAD = 4;
/** A partition is so many times as large as large rows (p99): one more or less leaves it about as it is. */
export const BALANCE = 8;

/** What has to be known of the input before its partitions can be sized. */
export type SurveyNeed = 'nothing' | 'bytes' | 'rows' | 'sample';

/** What {@link sizingOf} wants to know. */
export function surveyNeed({ strategy, num_of_partitions }: PartitionSettings): SurveyNeed {
  if (num_of_partitions !== null) return 'rows';
  return ({ sample: 'nothing', size: 'bytes', adaptive: 'sample' } as const)[strategy];
}

/** Decides. The same settings and the same survey give the same bounds. */
export function sizingOf(settings: SizingSettings, survey: InputSurvey | null): Sizing {
  const { partition } = settings;
  if (partition.num_of_partitions !== null && survey) return byNumber(settings, survey);
  if (partition.strategy === 'size' && survey) return bySize(settings, survey);
  if (partition.strategy === 'adaptive' && survey) return adaptive(settings, survey);
  return bySample(settings);
}

function bySample(settings: SizingSettings): Sizing {
  const { partition_size: rows, max_partition_size_mb: most } = settings;
  const byRows = rows === null ? `${MOST_ROWS} rows` : `${rows} rows (partition_size)`;
  return sizing(settings, {
    why: `at most ${byRows} and ${most} MiB (max_partition_size_mb), whichever comes first`,
    survey: null,
    even: null,
  });
}

function bySize(settings: SizingSettings, survey: InputSurvey): Sizing {
  const { partition, max_partition_size_mb: most } = settings;
  const even = partsOf(survey.bytes, targetOf(settings).bytes);
  const target = partition.target_size_mb;
  const cut = target !== null && target > most ? `, which partition.target_size_mb ${target} is above` : '';
  const by =
    target === null || cut !== ''
      ? `max_partition_size_mb ${most}${cut}`
      : `partition.target_size_mb ${target}`;
  return sizing(settings, { why: `${evenText(even, survey)}: by ${by}`, survey, even });
}

function byNumber(settings: SizingSettings, survey: InputSurvey): Sizing {
  const { partition, max_partition_size_mb: most } = settings;
  const asked = partition.num_of_partitions ?? 1;
  const rows = survey.rows ?? 0;
  const needed = Math.ceil(survey.bytes / (most * MIB));
  const parts = Math.max(1, Math.min(rows, Math.max(asked, needed)));
  const instead =
    parts < asked
      ? ': there are not more rows'
      : parts > asked
        ? `: no partition may be above max_partition_size_mb ${most}`
        : '';
  const shared = `${rows} rows in ${parts} ${parts === 1 ? 'part' : 'parts of equal rows'}`;
  const why = `partition.num_of_partitions ${asked}: ${shared}${instead}`;
  return sizing(settings, { why, survey, even: { unit: 'rows', total: rows, parts } });
}

interface Limit {
  bytes: number;
  why: string;
}

function adaptive(settings: SizingSettings, survey: InputSurvey): Sizing {
  const most = [targetOf(settings), memoryLimit(settings, survey)];
  const bound = smallest(most);
  const [byThreads, ...byTime] = workLimits(survey);
  const least = smallest([...most, byThreads, ...byTime]);
  // Where all of it is one partition no other limit is reached.
  const chosen = least.bytes < survey.bytes ? least : byThreads;
  const balanced: Limit = {
    bytes: BALANCE * (survey.sample?.p99 ?? 0),
    why: `${BALANCE} times a large row, so that one more or less makes little difference`,
  };
  const roomy = smallest([balanced, bound]);
  const limit = chosen.bytes < roomy.bytes ? roomy : chosen;
  const even = partsOf(survey.bytes, limit.bytes);
  return sizing(settings, {
    why: `${evenText(even, survey)}: ${limit.why}${sampleText(survey)}`,
    survey,
    even,
  });
}

function targetOf({ partition, max_partition_size_mb: most }: SizingSettings): Limit {
  const target = partition.target_size_mb;
  return target !== null && target < most
    ? { bytes: target * MIB, why: `not above partition.target_size_mb ${target}` }
    : { bytes: most * MIB, why: `not above max_partition_size_mb ${most}` };
}

function memoryLimit({ performance }: SizingSettings, { force }: InputSurvey): Limit {
  const share = (performance.memory_limit_gb * 1024) / (force?.threads_each ?? 1);
  const why = `a thread has ${Math.floor(share)} MiB of memory, and a partition takes ${MEMORY_FACTOR} times its size`;
  return { bytes: (share / MEMORY_FACTOR) * MIB, why };
}

/** By threads and by time. */
function workLimits({ bytes, seconds_per_mib, force }: InputSurvey): [byThreads: Limit, ...byTime: Limit[]] {
  const cost = seconds_per_mib === null ? null : coarse(seconds_per_mib);
  const all = force ? force.workers * force.threads_each : 1;
  const each = bytes / (all * PER_THREAD);
  const least = cost === null ? LEAST_BYTES : (LEAST_SECONDS / cost) * MIB;
  const byThreads: Limit =
    each >= least
      ? { bytes: each, why: `${PER_THREAD} partitions for each of ${all} threads` }
      : {
          bytes: least,
          why: `smaller ones would ${cost === null ? 'be below 1 MiB' : `take less than ${LEAST_SECONDS} s`}`,
        };
  if (cost === null) return [byThreads];
  return [byThreads, { bytes: (GOAL_SECONDS / cost) * MIB, why: `about ${GOAL_SECONDS} s of work each` }];
}

/** To the nearest power of the square root of 2: two measurements of the same chain mostly come to the same sizes. */
function coarse(seconds: number): number {
  return 2 ** (Math.round(Math.log2(Math.max(seconds, 1e-6)) * 2) / 2);
}

function smallest(limits: readonly Limit[]): Limit {
  return limits.reduce((a, b) => (b.bytes < a.bytes ? b : a));
}

function partsOf(total: number, limit: number): EvenParts {
  return { unit: 'bytes', total, parts: Math.max(1, Math.ceil(total / limit)) };
}

function sizing(
  { partition, partition_size, max_partition_size_mb }: SizingSettings,
  { why, survey, even }: { why: string; survey: InputSurvey | null; even: EvenParts | null },
): Sizing {
  const rows = even?.unit === 'rows' ? null : (partition_size ?? MOST_ROWS);
  return { partition, bounds: { rows, bytes: max_partition_size_mb * MIB, even }, why, survey };
}

function evenText({ total, parts }: EvenParts, { exact }: InputSurvey): string {
  const all = `${exact ? '' : 'about '}${sizeText(total)}`;
  return parts === 1 ? `${all} in 1 part` : `${all} in ${parts} parts of about ${sizeText(total / parts)}`;
}

function sampleText({ sample, seconds_per_mib: cost }: InputSurvey): string {
  const parts = [
    ...(sample ? rowsText(sample) : []),
    ...(cost === null ? [] : [`${costText(cost)} s of work per MiB`]),
  ];
  return parts.length === 0 ? '' : ` (at the start: ${parts.join(', ')})`;
}

function rowsText({ median, p99 }: RowSample): string[] {
  return [`rows of ${sizeText(median)}, 1 in 100 above ${sizeText(p99)}`];
}

function costText(seconds: number): string {
  return String(Number(seconds.toPrecision(2)));
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} bytes`;
  return bytes < MIB ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;
}
