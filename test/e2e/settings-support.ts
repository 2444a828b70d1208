/** What the tests of settings share: an input that every engine can hold, a recipe, how partitions overlapped. */
import fs from 'node:fs';
import path from 'node:path';
import { eventsOf } from './artefacts.js';
import { PROJECT_ROOT } from './support.js';

/** The prose of the sample: 294 rows. */
export function proseLines(): string {
  return fs
    .readFileSync(path.join(PROJECT_ROOT, 'samples/multilingual.jsonl'), 'utf8')
    .split('\n')
    .slice(0, 294)
    .map((line) => `${line}\n`)
    .join('');
}

/** The guide's ops over `in.jsonl` in five partitions, with further keys. */
export function recipeWith(name: string, more: string): string {
  return `project_name: ${name}
dataset_path: in.jsonl
export_path: out/${name}.jsonl
partition_size: 60
${more}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 50, max_len: 2000}
  - language_id_score_filter: {lang: en, min_score: 0.8}
`;
}

/** When each partition of a run was open, by its events. */
export function spansOfPartitions(dir: string): { from: number; to: number }[] {
  const events = eventsOf(dir);
  return events
    .filter((e) => e.event_type === 'PARTITION_START')
    .map((start) => {
      const end = events.find(
        (e) => e.event_type === 'PARTITION_COMPLETE' && e.partition_id === start.partition_id,
      );
      return { from: start.timestamp, to: end?.timestamp ?? Infinity };
    });
}
