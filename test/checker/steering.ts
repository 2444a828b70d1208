/** P6 for what people ask: steering lines come from the run itself, and what they bring about stands in the records. */
import { obj, str, type Json } from './json.js';
import { recordsOf, type Run } from './run.js';
import { isAbout, isLeftOut, place, type, type Wrong } from './story.js';

const STEERING = /^(RESUMED|TUNED|RERUN|DECIDED)$/;

/** Checks sources of steering lines, and that given-up and skipped partitions have the line that made them so. */
export function checkSteering(run: Run, events: readonly Json[], wrong: Wrong): void {
  const runId = str(run.plan ?? run.summary, 'run_id');
  for (const event of events) {
    const ofRun = STEERING.test(type(event)) || (type(event) === 'PAUSED' && event['partition_id'] === null);
    if (ofRun && str(obj(event, 'source'), 'workflow_id') !== runId)
      wrong('steering-source', `${type(event)} comes from a partition`);
  }
  for (const partition of run.partitions) {
    const { id, skipped } = partition;
    const about = events.filter((e) => isAbout(e, id));
    const givenUp = recordsOf(partition).some((r) => r.json?.['given_up'] === true);
    if (givenUp && !about.some((e) => decisionOf(e) === 'quarantine'))
      wrong('given-up', place(id, 'was given up, no decision says so'));
    if (skipped && !about.some(isLeftOut)) wrong('skipped', place(id, 'was left out, no line says so'));
  }
}

/** `skip`, `quarantine`, … of a decision, by update or as an execution began with it. */
function decisionOf(event: Json): string {
  if (type(event) !== 'DECIDED') return '';
  const metadata = obj(event, 'metadata');
  return str(metadata, 'decision') || str(metadata, 'kind');
}
