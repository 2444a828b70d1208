/** Installs the SDK's runtime: our log, and the metrics endpoint where one is asked for. */
import { isIP } from 'node:net';
import { noopMetricMeter } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { JuicerError } from '../model/errors.js';
import type { WorkerLog } from './log.js';
import { BUCKETS, WorkerMetrics } from './metrics.js';

/**
 * `host:port` of the endpoint: an IP address or `localhost`, IPv6 in brackets; null when none is asked for. Throws
 * JuicerError E_USAGE for anything else.
 */
export function metricsAddress(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const [, v6, name, port = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = name === 'localhost' ? '127.0.0.1' : (v6 ?? name ?? '');
  const fits = isIP(host) === (v6 === undefined ? 4 : 6) && Number(port) > 0 && Number(port) < 65_536;
  if (!fits) {
    throw new JuicerError('E_USAGE', `metrics address ${text} is not an IP address and a port`, {
      place: 'JUICER_METRICS_ADDRESS',
      hint: 'write 127.0.0.1:9464, or 0.0.0.0:9464 for all addresses of this machine',
    });
  }
  return v6 === undefined ? `${host}:${port}` : `[${host}]:${port}`;
}

/**
 * Installs the runtime of this process and gives its metrics. Throws JuicerError E_USAGE when the address is in use or
 * not this machine's.
 */
export function installRuntime(log: WorkerLog, level: string, address: string | null): WorkerMetrics {
  const filter = { core: level === 'TRACE' || level === 'DEBUG' ? 'INFO' : 'WARN', other: 'ERROR' } as const;
  const logging = { forward: {}, filter };
  const common = { logger: log, shutdownSignals: ['SIGTERM', 'SIGINT'] as NodeJS.Signals[] };
  if (address === null) {
    Runtime.install({ ...common, telemetryOptions: { logging } });
    return new WorkerMetrics(noopMetricMeter);
  }
  const prometheus = {
    bindAddress: address,
    countersTotalSuffix: true,
    useSecondsForDurations: true,
    histogramBucketOverrides: BUCKETS,
  };
  try {
    const runtime = Runtime.install({ ...common, telemetryOptions: { logging, metrics: { prometheus } } });
    return new WorkerMetrics(runtime.metricMeter);
  } catch (cause) {
    throw new JuicerError('E_USAGE', `metrics address ${address} cannot be used`, {
      place: 'JUICER_METRICS_ADDRESS',
      hint: 'another program, or another worker, may listen there; each worker needs an address of its own',
      cause,
    });
  }
}
