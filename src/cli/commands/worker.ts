/** `juicer worker`: one more worker for a server of your own. */
import { runWorker, workerSettings } from '../../activities/worker.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { resolveTarget } from '../../server/connect.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';

/** Runs a worker until it is told to stop. */
export const workerCommand: CommandBody = {
  count: [0, 0],
  flags: {
    ...SERVER_FLAGS,
    queue: { type: 'string', value: 'NAME', help: 'task queue (JUICER_TASK_QUEUE, durable-juicer)' },
    metrics: {
      type: 'string',
      value: 'HOST:PORT',
      help: 'where Prometheus finds metrics (JUICER_METRICS_ADDRESS, nowhere)',
    },
    threads: { type: 'string', value: 'N', help: 'threads that run ops (JUICER_THREADS, the cores)' },
  },
  example: 'TEMPORAL_ADDRESS=127.0.0.1:7233 juicer worker --threads 4',
  async run(args) {
    const address = args.text('address');
    const flags = address === undefined ? {} : { address };
    if (resolveTarget({ env: process.env, flags }).kind !== 'remote') {
      throw new JuicerError('E_USAGE', 'juicer worker: no server is named', {
        hint: 'set TEMPORAL_ADDRESS; an embedded server has its own worker (juicer dev)',
      });
    }
    if (address !== undefined) process.env.TEMPORAL_ADDRESS = address;
    const namespace = args.text('namespace');
    if (namespace !== undefined) process.env.TEMPORAL_NAMESPACE = namespace;
    const env = {
      ...process.env,
      ...setting('JUICER_TASK_QUEUE', args.text('queue')),
      ...setting('JUICER_THREADS', args.text('threads')),
      ...setting('JUICER_METRICS_ADDRESS', args.text('metrics')),
    };
    await runWorker(workerSettings(env));
    return EXIT.done;
  },
};

function setting(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
