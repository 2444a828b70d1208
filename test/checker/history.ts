/** P6 against history itself: the history event that a line names is there, and is not younger than the dump. */
import fs from 'node:fs';
import { isObject, list, num, obj, parseObject, str, type Json } from './json.js';
import type { Run } from './run.js';
import type { CheckOptions, Report } from './violation.js';

/**
 * Checks the sources of all lines whose execution is among the dumps (`{events: [{eventId, …}]}`, as the server's
 * command line and the SDK print them). Executions without a dump are left alone.
 */
export function checkHistory(run: Run, options: CheckOptions, report: Report): void {
  const known = new Map<string, Map<number, Json>>();
  for (const file of options.historyFiles ?? []) {
    const events = list(parseObject(fs.readFileSync(file, 'utf8')), 'events');
    const started = Object.values(events[0] ?? {}).find((v) => isObject(v) && 'originalExecutionRunId' in v);
    const runId = isObject(started) ? str(started, 'originalExecutionRunId') : '';
    if (runId === '')
      report('P6', 'history-unreadable', 'does not begin with the start of an execution', file);
    else known.set(runId, new Map(events.map((e) => [Number(e['eventId']), e])));
  }
  for (const event of run.events) {
    const source = obj(event.json, 'source');
    const ids = known.get(str(source, 'run_id'));
    if (!ids) continue;
    const origin = ids.get(num(source, 'event_id'));
    if (origin) {
      if (isSteering(event.json) && !isAsked(origin))
        report('P6', 'steering-source', 'does not come from an update', `${event.file}:${event.line}`);
      continue;
    }
    report(
      'P6',
      'source-unknown',
      `history has no event ${num(source, 'event_id')}`,
      `${event.file}:${event.line}`,
    );
  }
}

/** A line of what people ask; a partition that stopped at a checkpoint has a line of the same type. */
function isSteering(event: Json | null): boolean {
  const type = str(event, 'event_type');
  return (
    /^(RESUMED|TUNED|RERUN|DECIDED)$/.test(type) || (type === 'PAUSED' && event?.['partition_id'] === null)
  );
}

/** An update that was accepted, or the start of an execution that was begun with an ask. */
function isAsked(origin: Json): boolean {
  return (
    'workflowExecutionUpdateAcceptedEventAttributes' in origin ||
    'workflowExecutionStartedEventAttributes' in origin
  );
}
