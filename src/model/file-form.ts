/** The form of a file of rows: its format, the library that writes it, its compression; and which of these go together. */

/** What partitions, checkpoints and results are kept in. */
export const STORAGE_FORMATS = ['parquet', 'arrow', 'jsonl'] as const;

/** A format of {@link STORAGE_FORMATS}. */
export type StorageFormat = (typeof STORAGE_FORMATS)[number];

/** Libraries that write Parquet. */
export type ParquetEngine = 'parquet-wasm' | 'parquetjs-lite';

/** Compression: of the pages of a Parquet file, the buffers of an Arrow file, the whole of a file of JSON lines. */
export const COMPRESSIONS = ['snappy', 'zstd', 'gzip', 'lz4', 'none'] as const;

/** A compression of {@link COMPRESSIONS}. */
export type Compression = (typeof COMPRESSIONS)[number];

/** How a file of rows is written. */
export interface FileForm {
  format: StorageFormat;
  /** The library that writes Parquet; null for the other formats, which one way leads to. */
  engine: ParquetEngine | null;
  compression: Compression;
  /** Of an Arrow file: rows per record batch, null for one batch that has all. Absent for the other formats. */
  batch_rows?: number | null;
}

/** The first that a format takes is what it is given when nothing is asked for. */
const FITTING: Readonly<Record<StorageFormat, readonly Compression[]>> = {
  parquet: ['snappy', 'zstd', 'gzip', 'none'],
  arrow: ['lz4', 'zstd', 'none'],
  jsonl: ['none', 'gzip', 'zstd'],
};

/** The compressions that a format takes, the usual one first. */
export function compressionsOf({ format, engine }: Pick<FileForm, 'format' | 'engine'>): Compression[] {
  return FITTING[format].filter((name) => engine !== 'parquetjs-lite' || name !== 'zstd');
}

/** The compression of a format when nothing is asked for. */
export function usualCompression(format: StorageFormat): Compression {
  return FITTING[format][0] as Compression;
}

const PACKED: Readonly<Partial<Record<Compression, string>>> = { gzip: '.gz', zstd: '.zst' };

/** What the name of a file ends in: `.parquet`, `.arrow`, `.jsonl`, `.jsonl.gz`, `.jsonl.zst`. */
export function fileEnding({ format, compression }: Pick<FileForm, 'format' | 'compression'>): string {
  return format === 'jsonl' ? `.jsonl${PACKED[compression] ?? ''}` : `.${format}`;
}

/** Whether a name ends as files of rows do. */
export function endsAsRows(name: string): boolean {
  return /\.(?:parquet|arrow|jsonl(?:\.gz|\.zst)?)$/.test(name) && !name.endsWith('.quarantine.jsonl');
}

/** A form in a few words: `parquet by parquet-wasm, snappy`. */
export function formText({ format, engine, compression }: FileForm): string {
  return `${format}${engine === null ? '' : ` by ${engine}`}, ${compression}`;
}
