/** What the events of a run tell, to programs: the events themselves, as they come, and the sums over them. */
import { exportRunEvents } from '../events/export.js';
import { followRunEvents } from '../events/follow.js';
import { filterEvents, loggedEvents, type EventFilter } from '../events/query.js';
import type { JuicerEvent } from '../model/event.js';
import { performanceSummary, type PerformanceSummary } from '../report/numbers/performance.js';
import { statusReport } from '../report/numbers/report.js';
import {
  partitionStatus,
  statusSummary,
  type PartitionStatus,
  type StatusSummary,
} from '../report/numbers/status.js';
import type { RunCourse } from './run-course.js';

/** How to follow a run. `provisional`: also what is not in history yet, marked as such. */
export interface MonitorOptions {
  signal?: AbortSignal;
  provisional?: boolean;
}

/**
 * A run by its events: from the server's histories or, when no server knows the run, from its files. Each throws
 * JuicerError E_NO_SUCH_RUN when the run has not been started, E_CONNECTION when the server does not answer.
 */
export interface RunViews {
  /** The events so far that match, in canonical order, as one array. Of a large run take {@link RunViews.events}. */
  getEvents(filter?: EventFilter): Promise<JuicerEvent[]>;
  /** The same one after the other; memory is bounded by the partitions that were open side by side. */
  events(filter?: EventFilter): AsyncGenerator<JuicerEvent, void, undefined>;
  /**
   * Every event, those of the past first, then new ones within two seconds, without gap or repeat also when the server is
   * restarted. Ends with the run, when the signal is aborted, or when the executor is closed. It brings no worker: somebody
   * else must work on the run, such as `run()`.
   */
  monitorEvents(options?: MonitorOptions): AsyncGenerator<JuicerEvent, void, undefined>;
  /** Times, rates, attempts and resources: of the whole run, or of one op. Throws JuicerError E_USAGE for one that it has not. */
  getPerformanceSummary(options?: { operationName?: string }): Promise<PerformanceSummary>;
  /** Partitions by state, success rate, rows. */
  getStatusSummary(): Promise<StatusSummary>;
  /** One partition: state, ops, attempts, checkpoints. Throws JuicerError E_USAGE for one that the run has not. */
  getPartitionStatus(partitionId: number): Promise<PartitionStatus>;
  /** All of it as text to print. */
  generateStatusReport(): Promise<string>;
}

/** The views of a run. */
export function runViews(course: RunCourse): RunViews {
  const events = (filter: EventFilter = {}) => eventsOf(course, filter);
  return {
    events,
    getEvents: (filter) => collect(events(filter)),
    monitorEvents: (options = {}) => monitor(course, options),
    getPerformanceSummary: (options) => performanceSummary(events(), options),
    getStatusSummary: () => statusSummary(events()),
    getPartitionStatus: (id) => partitionStatus(events(), id),
    generateStatusReport: () => statusReport(events()),
  };
}

async function* eventsOf(
  course: RunCourse,
  filter: EventFilter,
): AsyncGenerator<JuicerEvent, void, undefined> {
  const place = await course.place();
  const session = await course.server();
  yield* filterEvents(session ? exportRunEvents(session.client, place) : loggedEvents(place.dir), filter);
}

async function* monitor(
  course: RunCourse,
  { signal, provisional = false }: MonitorOptions,
): AsyncGenerator<JuicerEvent, void, undefined> {
  const place = await course.followed();
  const session = await course.server();
  const ends = signal ? AbortSignal.any([signal, course.closed]) : course.closed;
  const options = { signal: ends, provisional };
  yield* session ? followRunEvents(session.client, place, options) : loggedEvents(place.dir);
}

async function collect(events: AsyncIterable<JuicerEvent>): Promise<JuicerEvent[]> {
  const found: JuicerEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}
