/** What is known of input files before they are cut: their size unpacked, their rows, how large rows are. */
import type { InputSurvey, RowSample } from '../model/sizing.js';
import type { SurveyNeed } from '../plan/sizing.js';
import type { Sampling } from '../model/dataset.js';
import { countRows } from './count.js';
import { samplesOf } from './sample.js';
import { inputSize, type InputSpec } from './scan.js';
import { walk } from './walk.js';

/** Files that are looked into, spread over all of them, and how far. */
const SAMPLE = { files: 8, bytes: 4 * 2 ** 20 } as const;

/** What is asked for. */
export interface SurveyOptions {
  need: SurveyNeed;
  /** How rows are drawn; null takes all. */
  sampling: Sampling | null;
  /** Told now and then how many bytes of all files were read. */
  onProgress(bytes: number): void;
}

type Found = Pick<InputSurvey, 'bytes' | 'exact' | 'rows' | 'sample'>;

/**
 * Looks at files: for `rows` at all of them from end to end, else at the start of some.
 * @throws JuicerError E_INPUT_MISSING when one cannot be opened, E_IO when one cannot be read.
 */
export async function surveyInputs(specs: readonly InputSpec[], options: SurveyOptions): Promise<Found> {
  if (options.need === 'rows') {
    const { rows, bytes } = await countRows(specs, options.onProgress);
    return { bytes, exact: true, rows: takenOf(rows, options.sampling), sample: null };
  }
  const packed = specs.filter((spec) => spec.packing !== 'none');
  const sizes: number[] = [];
  const looked = options.need === 'sample' ? spread(specs) : [];
  const factor = await packingFactor(packed);
  for (const spec of looked)
    await walk(spec, { most: SAMPLE.bytes, onRow: (size) => sizes.push(size), onRead: () => undefined });
  const plain = specs.filter((spec) => spec.packing === 'none');
  return {
    bytes: inputSize(plain) + Math.round(inputSize(packed) * factor),
    exact: packed.length === 0,
    rows: null,
    sample: sampleOf(sizes),
  };
}

/** Of a mixture only the rows that are taken. */
function takenOf(rows: readonly number[], sampling: Sampling | null): number {
  const taken = sampling ? samplesOf(rows, sampling).map((sample) => sample.take) : rows;
  return taken.reduce((sum, count) => sum + count, 0);
}

/** Content for each byte of packed files, by the start of some of them. */
async function packingFactor(packed: readonly InputSpec[]): Promise<number> {
  let [bytes, read] = [0, 0];
  for (const spec of spread(packed)) {
    const seen = await walk(spec, { most: SAMPLE.bytes, onRow: () => undefined, onRead: () => undefined });
    bytes += seen.bytes;
    read += seen.read;
  }
  return read === 0 ? 1 : bytes / read;
}

function spread(specs: readonly InputSpec[]): InputSpec[] {
  const step = Math.max(1, specs.length / SAMPLE.files);
  return specs.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

function sampleOf(sizes: number[]): RowSample | null {
  if (sizes.length === 0) return null;
  const sorted = sizes.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const bytes = sorted.reduce((sum, size) => sum + size, 0);
  const mean = Math.round(bytes / sorted.length);
  return { rows: sorted.length, bytes, mean, median: at(0.5), p99: at(0.99) };
}
