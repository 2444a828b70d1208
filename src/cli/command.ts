/** What a command of `juicer` is: a value from which parsing, help and dispatch follow. */
import type { Output } from './output.js';

/** A flag. `short` is one letter; a flag of type `list` may be given several times. */
export interface Flag {
  type: 'string' | 'boolean' | 'list';
  short?: string;
  /** Name of the value in help. */
  value?: string;
  help: string;
}

/** Parsed arguments of one command. */
export interface Args {
  positionals: string[];
  text(name: string): string | undefined;
  list(name: string): string[];
  on(name: string): boolean;
}

/** What the list of commands tells of one. */
export interface CommandEntry {
  name: string;
  summary: string;
  /** Positional arguments as shown in help, e.g. `RECIPE`. */
  positionals: string;
  load(): Promise<CommandBody>;
}

/** What a command takes and does. `run` gives the exit code. */
export interface CommandBody {
  /** How many positionals it takes. */
  count: [min: number, max: number];
  flags: Record<string, Flag>;
  example: string;
  run(args: Args, out: Output): Promise<number>;
}

/** A command that was loaded. */
export type Command = Omit<CommandEntry, 'load'> & CommandBody;

/** Flags that every command takes. */
export const COMMON_FLAGS: Record<string, Flag> = {
  output: { type: 'string', short: 'o', value: 'text|json|jsonl', help: 'form of the output on stdout' },
  'allow-code': { type: 'boolean', help: 'run code that the recipe brings along (JUICER_ALLOW_CODE)' },
  verbose: { type: 'boolean', help: 'show stack traces and what the embedded server does' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
};

/** Flags of commands that talk to a server. */
export const SERVER_FLAGS: Record<string, Flag> = {
  address: { type: 'string', value: 'HOST:PORT', help: 'Temporal server to use (TEMPORAL_ADDRESS)' },
  namespace: { type: 'string', value: 'NAME', help: 'namespace there (TEMPORAL_NAMESPACE)' },
  profile: { type: 'string', value: 'NAME', help: 'connection profile (TEMPORAL_PROFILE)' },
  'state-dir': {
    type: 'string',
    value: 'FOLDER',
    help: 'state of the embedded server (JUICER_STATE_DIR, .juicer)',
  },
};

/** The flag of commands that start, or would start, a new run. */
export const REUSE_FLAG: Flag = {
  type: 'string',
  value: 'RUN|auto|none',
  help: 'earlier run whose checkpoints are taken over where they fit (default auto: the best of this project)',
};

/** Flags of commands that read a recipe. */
export const RECIPE_FLAGS: Record<string, Flag> = {
  config: { type: 'string', value: 'RECIPE', help: 'the recipe, instead of the argument' },
  dataset: { type: 'string', value: 'FILE', help: 'set dataset_path' },
  export: { type: 'string', value: 'FILE', help: 'set export_path' },
  set: { type: 'list', value: 'KEY=VALUE', help: 'set any key, e.g. partition_size=100; may be repeated' },
};
