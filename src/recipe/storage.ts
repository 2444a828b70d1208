/** What the keys of storage come to: the form of each kind of file. */
import {
  compressionsOf,
  usualCompression,
  type Compression,
  type FileForm,
  type ParquetEngine,
  type StorageFormat,
} from '../model/file-form.js';

/** The settings that decide on it, as they are in a resolved recipe. */
export interface StorageSettings {
  storage_format: StorageFormat;
  parquet_engine: ParquetEngine;
  checkpointing: { storage_format: StorageFormat | 'auto'; compression: Compression | 'auto' };
  performance: { enable_compression: boolean; use_arrow_batches: boolean; arrow_batch_size: number };
}

/** The forms of a run's files of rows. */
export interface StorageForms {
  /** Of partitions and results. */
  partitions: FileForm;
  checkpoints: FileForm;
}

/** The settings with what `auto` comes to in its place. */
export function settledStorage<T extends StorageSettings>(settings: T): T {
  const { format, compression } = storageForms(settings).checkpoints;
  return { ...settings, checkpointing: { ...settings.checkpointing, storage_format: format, compression } };
}

/**
 * The forms that the files of a run get. The compression is that of checkpoints; partitions and results of another format
 * have it too where that format takes it, else the usual one.
 */
export function storageForms(settings: StorageSettings): StorageForms {
  const { storage_format: ours, checkpointing } = settings;
  const theirs = checkpointing.storage_format === 'auto' ? ours : checkpointing.storage_format;
  const checkpoints = formOf(theirs, settings);
  if (ours === theirs) return { partitions: checkpoints, checkpoints };
  const partitions = formOf(ours, settings);
  const fits = compressionsOf(partitions).includes(partitions.compression);
  const compression = fits ? partitions.compression : usualCompression(ours);
  return { partitions: { ...partitions, compression }, checkpoints };
}

function formOf(format: StorageFormat, settings: StorageSettings): FileForm {
  const { checkpointing, performance } = settings;
  const asked = performance.enable_compression ? checkpointing.compression : 'none';
  return {
    format,
    engine: format === 'parquet' ? settings.parquet_engine : null,
    compression: asked === 'auto' ? usualCompression(format) : asked,
    ...(format === 'arrow' && {
      batch_rows: performance.use_arrow_batches ? performance.arrow_batch_size : null,
    }),
  };
}
