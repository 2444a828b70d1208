/** Keys that are known and not supported in this version, each with what to do instead. */
import type { RefusedKey } from './key.js';

/** What to do, then the keys it goes for. */
const REFUSED: readonly [todo: string, ...keys: string[]][] = [
  ['leave it out; the ending of export_path decides', 'export_type', 'export_extra_args'],
  ['leave it out; no op of this version makes hashes', 'keep_hashes_in_res_ds'],
  ['leave it out; name files through dataset_path', 'generated_dataset_config', 'load_dataset_kwargs'],
  ['leave it out; name files through dataset_path', 'read_options', 'validators'],
  ['leave it out; see the performance metrics of the run', 'open_monitor'],
  ['leave it out', 'open_insight_mining', 'op_list_to_mine'],
  [
    'leave it out and encrypt the file system',
    'encrypt_before_export',
    'decrypt_after_reading',
    'encryption_key_path',
  ],
  ['name the run on the command line', 'job_id', 'resume'],
  [
    "leave it out; everything of a run stands in work_dir's folder of the run",
    'event_log_dir',
    'checkpoint_dir',
  ],
];

/** Every refused key. */
export const REFUSED_KEYS: readonly RefusedKey[] = REFUSED.flatMap(([text, ...keys]) =>
  keys.map((key): RefusedKey => ({ key, standing: 'refused', text })),
);
