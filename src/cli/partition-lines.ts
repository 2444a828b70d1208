/** What a plan says of the input and its partitions, as text. */
import { inputSize, type InputSpec } from '../input/scan.js';
import type { PartitionSizes, Spread } from '../plan/sizes.js';
import type { ScannedHere } from './planned-here.js';

const MIB = 2 ** 20;

/** The input, how it is cut and why, and how large partitions came out; without a scan the input alone. */
export function partitionLines(
  files: readonly InputSpec[],
  scanned: ScannedHere | null,
  sizes: PartitionSizes | null,
): string[] {
  const name = files.length === 1 ? (files[0]?.file ?? '') : `${files.length} files`;
  if (!scanned || !sizes)
    return [`input      ${name}: ${sizeText(inputSize(files))}, not scanned: no partitions, no forecast`];
  const { sizing, partitions, seconds } = scanned;
  const rows = partitions.reduce((sum, p) => sum + p.rows, 0);
  const bytes = partitions.reduce((sum, p) => sum + p.bytes, 0);
  const survey = seconds.survey >= 0.05 ? `surveyed in ${seconds.survey.toFixed(1)} s, ` : '';
  return [
    `input      ${name}: ${rows} rows, ${sizeText(bytes)}, ${survey}scanned in ${seconds.scan.toFixed(1)} s`,
    `partitions ${sizes.partitions}, ${sizing.partition.num_of_partitions === null ? `strategy ${sizing.partition.strategy}` : 'by number'}: ${sizing.why}`,
    `  rows     ${spreadText(sizes.rows, String)}`,
    `  size     ${spreadText(sizes.bytes, sizeText)}; largest ÷ middle ${sizes.max_to_median}`,
  ];
}

function spreadText({ min, median, max }: Spread, text: (value: number) => string): string {
  return `${text(min)} least, ${text(median)} middle, ${text(max)} most`;
}

function sizeText(bytes: number): string {
  return bytes < MIB ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;
}
