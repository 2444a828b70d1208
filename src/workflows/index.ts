/** What the worker registers. */
export { processDataset } from './process-dataset.js';
export { processPartition } from './process-partition.js';
