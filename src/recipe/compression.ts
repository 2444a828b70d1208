/** Whether the compression that is asked for goes with the formats and the library that are asked for. */
import { compressionsOf, type Compression, type FileForm } from '../model/file-form.js';
import { about, type Settings } from './about.js';
import type { RecipeProblem } from './problem.js';
import { fieldDefault } from './resolved.js';
import { storageForms, type StorageSettings } from './storage.js';

const COMPRESSION = 'checkpointing.compression';
const ENABLED = 'performance.enable_compression';

/** Adds a problem when the compression does not go with the format of checkpoints, or is not to be used at all. */
export function checkCompression(settings: Settings, problems: RecipeProblem[]): void {
  const asked = settings.get(COMPRESSION)?.value as Compression | 'auto' | undefined;
  if (asked === undefined || asked === 'auto') return;
  if (settings.get(ENABLED)?.value === false) {
    if (asked === 'none') return;
    const message = `${COMPRESSION} ${asked} contradicts ${ENABLED} false`;
    problems.push(about(settings, [COMPRESSION], { message, hint: 'keep one of them' }));
    return;
  }
  const { checkpoints } = storageForms(settingsOf(settings));
  if (!compressionsOf(checkpoints).includes(asked))
    problems.push(about(settings, [COMPRESSION], unfit(asked, checkpoints)));
}

function unfit(asked: Compression, form: FileForm): { message: string; hint: string } {
  const { format, engine } = form;
  const fitting = compressionsOf(form);
  const use = `use ${fitting.slice(0, -1).join(', ')} or ${fitting.at(-1)}`;
  if (engine === 'parquetjs-lite' && asked === 'zstd')
    return {
      message: `${COMPRESSION} zstd cannot be written by parquet_engine parquetjs-lite`,
      hint: `${use}, or parquet_engine: parquet-wasm`,
    };
  return { message: `${COMPRESSION} ${asked} does not go with storage_format ${format}`, hint: use };
}

/** What was given and, for the rest, what holds by default. */
function settingsOf(settings: Settings): StorageSettings {
  const value = (path: string): never => (settings.get(path)?.value ?? fieldDefault(path)) as never;
  return {
    storage_format: value('storage_format'),
    parquet_engine: value('parquet_engine'),
    checkpointing: {
      storage_format: value('checkpointing.storage_format'),
      compression: value(COMPRESSION),
    },
    performance: {
      enable_compression: value(ENABLED),
      use_arrow_batches: value('performance.use_arrow_batches'),
      arrow_batch_size: value('performance.arrow_batch_size'),
    },
  };
}
