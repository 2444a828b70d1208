/** The ids and names of a run, made and parsed in one place. */

/** Task queue that every worker polls and every workflow and activity uses. */
export const DEFAULT_TASK_QUEUE = 'durable-juicer';

/** Workflow type names, as registered by the worker and started by the client. */
export const WORKFLOW_TYPES = { dataset: 'processDataset', partition: 'processPartition' } as const;

/** Search attributes the product registers and fills; all but the index are keywords. */
export const SEARCH_ATTRIBUTES = {
  run: 'JuicerRun',
  project: 'JuicerProject',
  status: 'JuicerStatus',
} as const;

/** What a run id may look like: it is a folder name and a workflow id. */
export const RUN_ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** `12` → `000012`: the digits used in every file name and id of a partition. */
export function padPartition(partition: number): string {
  return String(partition).padStart(6, '0');
}

/** `12` → `partition_000012`, the stem of every file of that partition. */
export function partitionStem(partition: number): string {
  return `partition_${padPartition(partition)}`;
}

/** Workflow id of one partition's child: `<run>/p000012`. */
export function partitionWorkflowId(runId: string, partition: number): string {
  return `${runId}/p${padPartition(partition)}`;
}

/** The partition number in a child's workflow id, or null for any other id. */
export function parsePartitionWorkflowId(workflowId: string): { runId: string; partition: number } | null {
  const match = /^(.+)\/p(\d{6,})$/.exec(workflowId);
  return match ? { runId: match[1] as string, partition: Number(match[2]) } : null;
}

/** Queue of the activities that follow runs: they last as long as a run, so they must not take the slots of work. */
export function viewQueue(taskQueue: string): string {
  return `${taskQueue}-view`;
}

/** `(1, 'text_length_filter')` → `op_001_text_length_filter`: stem of a checkpoint and its record. */
export function checkpointStem(opIndex: number, opName: string): string {
  return `op_${String(opIndex).padStart(3, '0')}_${opName}`;
}

/** The partition number in the path of one of its files, or null. */
export function parsePartitionPath(path: string): number | null {
  const match = /(?:^|\/)partition_(\d{6,})/.exec(path);
  return match ? Number(match[1]) : null;
}
