/** The scan: one pass over the input files that cuts them into partitions and hashes each of these. */
import type { PartSample, RangeSample, Sampling } from '../model/dataset.js';
import type { CsvDialect, InputFile, InputFormat, InputPacking } from '../model/plan.js';
import { JuicerError } from '../model/errors.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import type { Store } from '../storage/store.js';
import { BrokenContent, chunksOf, contentHead } from './chunks.js';
import { countRows } from './count.js';
import { csvDialect, SAMPLE as CSV_SAMPLE } from './csv-dialect.js';
import { Cutter, type CutBounds, type CutPartition, type SourceHead } from './cutter.js';
import { samplesOf } from './sample.js';
import { splitterOf } from './splitter.js';

/** A file that is to be read, and how. */
export interface InputSpec {
  file: string;
  format: InputFormat;
  packing: InputPacking;
  /** Number of the part of the dataset that it belongs to. */
  part: number;
}

/** What a scan gives: the files as they are now, and the partitions in order. */
export interface Scanned {
  inputs: InputFile[];
  partitions: CutPartition[];
}

/** How a scan goes about it. */
export interface ScanOptions {
  bounds: CutBounds;
  /** How rows are drawn; null takes all. */
  sampling: Sampling | null;
  /** The field that holds the text. */
  textKey: string;
  /** Where the content of compressed files is kept, so that nobody has to decompress them again; null keeps none. */
  contents: Store | null;
  /** Told now and then how many bytes of all files were read. */
  onProgress(bytes: number): void;
}

/**
 * Cuts files, in order. A file that breaks off is taken as far as it goes, and ends in a row that stands for what is lost.
 * @throws JuicerError E_INPUT_MISSING when a file cannot be opened, E_IO when one cannot be read.
 */
export async function scanInputs(specs: readonly InputSpec[], options: ScanOptions): Promise<Scanned> {
  const cutter = new Cutter(options.bounds);
  const inputs: InputFile[] = [];
  const passes = options.sampling ? 2 : 1;
  const samples = await samplesFor(specs, options);
  const numbers = new Map<number, number>();
  let before = (passes - 1) * inputSize(specs);
  for (const [index, { part, ...spec }] of specs.entries()) {
    const input = lookAt(spec);
    const rows = cutter.totalRows;
    const sample = samples[part];
    const first = numbers.get(part) ?? 0;
    const onProgress = (read: number): void => options.onProgress((before + read) / passes);
    await scanFile(
      cutter,
      { spec, index, sample: sample && { ...sample, first } },
      { ...options, onProgress },
    );
    if (sample) numbers.set(part, cutter.nextNumber);
    inputs.push({ ...spec, ...input, rows: cutter.totalRows - rows });
    before += input.bytes;
  }
  return { inputs, partitions: cutter.finish() };
}

/** How many rows of each part of a mixture are taken. They are counted first, which is half of the work. */
async function samplesFor(
  specs: readonly InputSpec[],
  { sampling, onProgress }: ScanOptions,
): Promise<PartSample[]> {
  if (!sampling) return [];
  const { rows } = await countRows(specs, (read) => onProgress(read / 2));
  return samplesOf(rows, sampling);
}

/**
 * Size and time of a file.
 * @throws JuicerError E_INPUT_MISSING, E_IO.
 */
function lookAt({ file }: Pick<InputSpec, 'file'>): Pick<InputFile, 'bytes' | 'mtime_ms'> {
  const stat = diskErrors(`look at input file ${file}`, () => disk.stat(file));
  if (!stat) throw new JuicerError('E_INPUT_MISSING', `input file ${file} does not exist`);
  return { bytes: stat.size, mtime_ms: stat.mtimeMs };
}

/**
 * Size of all files together, bytes.
 * @throws JuicerError E_INPUT_MISSING, E_IO.
 */
export function inputSize(files: readonly Pick<InputSpec, 'file'>[]): number {
  return files.reduce((sum, file) => sum + lookAt(file).bytes, 0);
}

/** A file as it is scanned: number among all files, and what is taken of it. */
interface ScannedFile {
  spec: Omit<InputSpec, 'part'>;
  index: number;
  sample: RangeSample | undefined;
}

async function scanFile(
  cutter: Cutter,
  { spec, index, sample }: ScannedFile,
  { contents, textKey, onProgress }: Pick<ScanOptions, 'contents' | 'textKey' | 'onProgress'>,
): Promise<void> {
  const content = contents && spec.packing !== 'none' ? contentFile(index) : null;
  const writer = content === null ? null : (contents?.writer(content) ?? null);
  const csv = spec.format === 'csv' ? await dialectOf(spec, textKey) : null;
  const head: SourceHead = {
    ...spec,
    ...(content !== null && { content }),
    ...(csv && { csv }),
    ...(sample && { sample }),
  };
  const splitter = splitterOf(spec);
  let end = 0;
  let damage: string | undefined;
  cutter.begin(head);
  try {
    for await (const { bytes, at, read } of chunksOf(spec.file, spec.packing)) {
      cutter.chunk(bytes, at, splitter);
      writer?.append(bytes);
      end = at + bytes.length;
      onProgress(read);
    }
  } catch (error) {
    if (!(error instanceof BrokenContent)) {
      writer?.abort();
      throw error;
    }
    damage = error.message;
  }
  cutter.end(end, splitter, damage);
  writer?.commit('replace');
}

async function dialectOf({ file, packing }: Omit<InputSpec, 'part'>, textKey: string): Promise<CsvDialect> {
  const { bytes } = await contentHead(file, packing, CSV_SAMPLE.bytes);
  return csvDialect(file, bytes, textKey);
}

function contentFile(index: number): string {
  return `temp/intermediate_data/input_${String(index).padStart(6, '0')}`;
}
