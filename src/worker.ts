/** The worker's entry: polls the task queue and runs workflows and activities. Wiring only. */
import { dieOf } from './activities/log-process.js';
import { runWorker, workerSettings } from './activities/worker.js';

try {
  await runWorker(workerSettings(process.env));
} catch (error) {
  dieOf(error);
}
