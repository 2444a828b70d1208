/** The worker's entry: polls the task queue and runs workflows and activities. Wiring only. */
import { runWorker, workerSettings } from './activities/worker.js';

await runWorker(workerSettings(process.env));
