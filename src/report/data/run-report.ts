/** The run and how it stands: by its verdict, else by its events, else by the files that it left. */
import type { ProcessingSummary } from '../../model/artefacts.js';
import type { FailureInfo, Verdict } from '../../model/verdict.js';
import { JuicerError } from '../../model/errors.js';
import { readJson } from '../../storage/json-file.js';
import { RUN_FILES } from '../../storage/layout.js';
import type { Store } from '../../storage/store.js';
import type { Gathered } from './gather.js';
import type { RunReport } from './value.js';

const MAX_TROUBLED = 100;

/** How the run stands. */
export function runReport(gathered: Gathered): RunReport {
  const { sources, run, plan, now } = gathered;
  const verdict = sources.verdict ?? null;
  const summary = run.status === 'unknown' && !verdict ? summaryOf(sources.store) : null;
  const started = run.started_at ?? verdict?.started_at ?? timeOf(summary?.started_at);
  const over = verdict ? verdict.status !== 'waiting' : run.ended_at !== null || summary !== null;
  const ended = over ? (verdict?.ended_at ?? run.ended_at ?? timeOf(summary?.ended_at)) : null;
  const last = ended ?? (run.status === 'unknown' ? null : now);
  return {
    run_id: sources.runId,
    project_name: plan?.project_name ?? run.project_name,
    status: verdict?.status ?? summary?.verdict ?? run.status,
    started_at: started,
    ended_at: ended,
    duration: started === null || last === null ? null : Math.max(0, last - started),
    failure: verdict?.failure ?? run.error ?? summary?.failure ?? null,
    export: verdict?.export ?? run.export ?? summary?.export ?? null,
    troubled: troubledOf(gathered, verdict),
    web_ui: webUiLink(gathered),
  };
}

function summaryOf(store: Store): ProcessingSummary | null {
  try {
    return readJson<ProcessingSummary>(store, RUN_FILES.summary);
  } catch (error) {
    // A damaged summary is none: the run's state is then not known.
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return null;
    throw error;
  }
}

function timeOf(iso: string | undefined): number | null {
  return iso === undefined ? null : Date.parse(iso) / 1000;
}

/** The verdict names them with their failures; before it, the events do. */
function troubledOf({ partitions, records }: Gathered, verdict: Verdict | null): RunReport['troubled'] {
  if (verdict) {
    return (['failed', 'parked', 'skipped'] as const).flatMap((state) =>
      verdict[`${state}_partitions`].map((named) => ({ ...named, state })),
    );
  }
  return [...partitions.values()]
    .flatMap(({ partition, status, marks }): RunReport['troubled'] => {
      const record = records.get(partition);
      if (record?.status === 'skipped') return [{ partition, failure: record.failure, state: 'skipped' }];
      if (record || (status !== 'failed' && status !== 'parked' && status !== 'skipped')) return [];
      const message = marks.findLast((m) => m.kind === 'failed' || m.kind === 'lost')?.text ?? status;
      const failure: FailureInfo = { type: 'Error', message };
      return [{ partition, failure, state: status }];
    })
    .slice(0, MAX_TROUBLED);
}

/** The run's page in Temporal's Web UI; only http and https addresses become links. */
function webUiLink({ sources }: Gathered): string | null {
  if (!sources.webUi || !/^https?:\/\//.test(sources.webUi.address)) return null;
  const { address, namespace } = sources.webUi;
  const base = address.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(sources.runId)}`;
}
