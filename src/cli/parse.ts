/** Parses arguments strictly: an unknown flag is an error with the nearest name. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { JuicerError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { COMMON_FLAGS, type Args, type Command, type Flag } from './command.js';

/**
 * Parses the arguments that follow a command's name.
 * @throws JuicerError E_USAGE.
 */
export function parse(command: Command, argv: readonly string[]): Args {
  const flags = { ...command.flags, ...COMMON_FLAGS };
  const { values, positionals } = read(command, flags, argv);
  const [min, max] = command.count;
  const help = values.help === true;
  if (!help && (positionals.length < min || positionals.length > max)) {
    throw usage(
      command,
      positionals.length < min
        ? `${command.positionals} is missing`
        : `unexpected argument ${positionals[max]}`,
    );
  }
  return {
    positionals,
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    list: (name) => (Array.isArray(values[name]) ? (values[name] as string[]) : []),
    on: (name) => values[name] === true,
  };
}

function read(
  command: Command,
  flags: Record<string, Flag>,
  argv: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: optionsOf(flags), allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(-+)([^']+)'/.exec((error as Error).message);
    if (!unknown) throw usage(command, (error as Error).message.split('. ')[0] ?? 'bad arguments');
    const [, dashes, name = ''] = unknown;
    const [near] = nearest(name, Object.keys(flags), 1);
    throw usage(
      command,
      `unknown flag ${dashes}${name}${near === undefined ? '' : `; did you mean --${near}?`}`,
    );
  }
}

function optionsOf(flags: Record<string, Flag>): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      {
        type: flag.type === 'boolean' ? ('boolean' as const) : ('string' as const),
        ...(flag.type === 'list' ? { multiple: true } : {}),
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
}

function usage(command: Command, problem: string): JuicerError {
  return new JuicerError('E_USAGE', `juicer ${command.name}: ${problem}`, {
    hint: `juicer ${command.name} --help shows how it is used`,
  });
}
