/** The commands: what each is called and for, and where it is. A command is loaded when it is used. */
import type { CommandEntry } from './command.js';

/** In the order in which they are listed. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    positionals: '',
    summary: 'run everything on sample data, with a worker killed in the middle',
    load: async () => (await import('./commands/demo.js')).demoCommand,
  },
  {
    name: 'dev',
    positionals: '',
    summary: 'run server, worker and Web UI of this folder until interrupted',
    load: async () => (await import('./commands/dev.js')).devCommand,
  },
  {
    name: 'run',
    positionals: '[RECIPE]',
    summary: 'start a run of a recipe and follow it to its end',
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  {
    name: 'resume',
    positionals: 'RUN',
    summary: 'go on with a run: after a pause, or from its checkpoints; or follow it again',
    load: async () => (await import('./commands/resume.js')).resumeCommand,
  },
  {
    name: 'validate',
    positionals: '[RECIPE]',
    summary: 'check a recipe, its input and its export path',
    load: async () => (await import('./commands/validate.js')).validateCommand,
  },
  {
    name: 'plan',
    positionals: '[RECIPE]',
    summary: 'show partitions, op chain, checkpoints and what would be reused, without running',
    load: async () => (await import('./commands/plan.js')).planCommand,
  },
  {
    name: 'ops',
    positionals: '[list|search|show|schema|new] [WORDS]',
    summary: 'list and search the ops, show one, print the JSON Schema of recipes, begin an own op',
    load: async () => (await import('./commands/ops.js')).opsCommand,
  },
  {
    name: 'status',
    positionals: 'RUN',
    summary: 'show how a run stands',
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  {
    name: 'watch',
    positionals: 'RUN',
    summary: 'watch a run: partitions and ops, speed, time left, troubles, disk',
    load: async () => (await import('./commands/watch.js')).watchCommand,
  },
  {
    name: 'list',
    positionals: '',
    summary: 'list the runs that the server knows',
    load: async () => (await import('./commands/list.js')).listCommand,
  },
  {
    name: 'events',
    positionals: 'RUN',
    summary: 'print the events of a run, from the history or from its files',
    load: async () => (await import('./commands/events.js')).eventsCommand,
  },
  {
    name: 'report',
    positionals: 'RUN',
    summary: 'write the report of a run: a page with charts, Markdown or JSON',
    load: async () => (await import('./commands/report.js')).reportCommand,
  },
  {
    name: 'analyze',
    positionals: 'RUN|RECIPE|DATASET',
    summary: 'show where failures and time of a run come from, or what filters measure on a dataset',
    load: async () => (await import('./commands/analyze.js')).analyzeCommand,
  },
  {
    name: 'checkpoints',
    positionals: 'RUN [list|verify|gc|export]',
    summary: 'list, verify, sweep and export the checkpoints of a run',
    load: async () => (await import('./commands/checkpoints.js')).checkpointsCommand,
  },
  {
    name: 'inspect',
    positionals: 'RUN [rows|schema|diff|row]',
    summary: 'show rows, schema, the difference between two ops, the fate of a row',
    load: async () => (await import('./commands/inspect.js')).inspectCommand,
  },
  {
    name: 'quarantine',
    positionals: 'RUN [show|replay]',
    summary: 'show the quarantined rows of a run, or try them again',
    load: async () => (await import('./commands/quarantine.js')).quarantineCommand,
  },
  {
    name: 'path',
    positionals: 'RUN',
    summary: 'print the folder of a run',
    load: async () => (await import('./commands/path.js')).pathCommand,
  },
  {
    name: 'verify',
    positionals: 'MANIFEST',
    summary: 'read the files of an export and hold them against its manifest',
    load: async () => (await import('./commands/verify.js')).verifyCommand,
  },
  {
    name: 'clean',
    positionals: '[RUN...]',
    summary: 'find old runs and remove their folders',
    load: async () => (await import('./commands/clean.js')).cleanCommand,
  },
  {
    name: 'pause',
    positionals: 'RUN',
    summary: 'pause a run at its checkpoints; juicer resume goes on with it',
    load: async () => (await import('./commands/pause.js')).pauseCommand,
  },
  {
    name: 'tune',
    positionals: 'RUN',
    summary: 'change how many partitions of a run are open at a time',
    load: async () => (await import('./commands/tune.js')).tuneCommand,
  },
  {
    name: 'retry',
    positionals: 'RUN',
    summary: 'work on failed or parked partitions again, or on one partition from a given op',
    load: async () => (await import('./commands/retry.js')).retryCommand,
  },
  {
    name: 'decide',
    positionals: 'RUN DECISION',
    summary: 'decide about parked partitions: retry, skip, quarantine their rows, or fail the run',
    load: async () => (await import('./commands/decide.js')).decideCommand,
  },
  {
    name: 'cancel',
    positionals: 'RUN',
    summary: 'cancel a run in order; juicer resume goes on with it later',
    load: async () => (await import('./commands/cancel.js')).cancelCommand,
  },
  {
    name: 'worker',
    positionals: '',
    summary: 'run a worker for the server at TEMPORAL_ADDRESS',
    load: async () => (await import('./commands/worker.js')).workerCommand,
  },
  {
    name: 'doctor',
    positionals: '',
    summary: 'check server, namespace, search attributes, disk and versions',
    load: async () => (await import('./commands/doctor.js')).doctorCommand,
  },
];
