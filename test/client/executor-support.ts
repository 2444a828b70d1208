/** What the tests of executors share: a recipe over the sample's prose, and an environment of its own. */
import type { JuicerEvent } from '../../src/client.js';
import { proseLines } from '../e2e/settings-support.js';
import type { Workspace } from '../e2e/support.js';

/** Name of the op that drops rows. */
export const FILTER = 'text_length_filter';

/** Writes input and recipe: 294 rows in partitions of `size`; gives the recipe's path. */
export function writeRecipe(ws: Workspace, project: string, size: number): string {
  ws.write('in.jsonl', proseLines());
  return ws.write(
    `${project}.yaml`,
    `project_name: ${project}
dataset_path: ${ws.path('in.jsonl')}
export_path: ${ws.path(`out/${project}.jsonl`)}
work_dir: ${ws.path('runs')}
partition_size: ${size}
process:
  - whitespace_normalization_mapper:
  - ${FILTER}: {min_len: 50}
`,
  );
}

/** The settings of a developer must not reach the test; a run takes nothing over from another. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = /^JUICER_(TEMPORAL_CLI|CACHE_DIR)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([k]) => !/^(TEMPORAL_|JUICER_)/.test(k) || kept.test(k)),
  );
}

/** All events of a sequence. */
export async function collect(events: AsyncIterable<JuicerEvent>): Promise<JuicerEvent[]> {
  const found: JuicerEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

/** Events as lines without an order, to compare those that came with those that are exported. */
export function sortedLines(events: readonly JuicerEvent[]): string[] {
  return events.map((event) => JSON.stringify(event)).sort();
}
