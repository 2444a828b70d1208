/** P6 against history itself: the history event that a line names is there, and is not younger than the dump. */
import fs from 'node:fs';
import { isObject, list, num, obj, parseObject, str } from './json.js';
import type { Run } from './run.js';
import type { CheckOptions, Report } from './violation.js';

/**
 * Checks the sources of all lines whose execution is among the dumps (`{events: [{eventId, …}]}`, as the server's
 * command line and the SDK print them). Executions without a dump are left alone.
 */
export function checkHistory(run: Run, options: CheckOptions, report: Report): void {
  const known = new Map<string, Set<number>>();
  for (const file of options.historyFiles ?? []) {
    const events = list(parseObject(fs.readFileSync(file, 'utf8')), 'events');
    const started = Object.values(events[0] ?? {}).find((v) => isObject(v) && 'originalExecutionRunId' in v);
    const runId = isObject(started) ? str(started, 'originalExecutionRunId') : '';
    if (runId === '')
      report('P6', 'history-unreadable', 'does not begin with the start of an execution', file);
    else known.set(runId, new Set(events.map((e) => Number(e['eventId']))));
  }
  for (const event of run.events) {
    const source = obj(event.json, 'source');
    const ids = known.get(str(source, 'run_id'));
    if (!ids || ids.has(num(source, 'event_id'))) continue;
    report(
      'P6',
      'source-unknown',
      `history has no event ${num(source, 'event_id')}`,
      `${event.file}:${event.line}`,
    );
  }
}
