/** The command line: finds the command, runs it, tells errors in one line each, gives the exit code. */
import { ERROR_CODES, EXIT, JuicerError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { RecipeError } from '../recipe/problem.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands.js';
import { commandHelp, overview } from './help.js';
import { processOutput, paint, type Output, type OutputForm } from './output.js';
import { parse } from './parse.js';

/** Runs the command line; never throws. `--config R` without a command means `run`. */
export async function main(argv: readonly string[]): Promise<number> {
  const verbose = argv.includes('--verbose');
  try {
    return await dispatch(argv);
  } catch (error) {
    return tellError(error, processOutput('text', verbose));
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv[0]?.startsWith('--config') ? ['run', ...argv] : argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview(COMMANDS));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const entry = COMMANDS.find((c) => c.name === name);
  if (!entry) throw unknownCommand(name);
  const command: Command = { ...entry, ...(await entry.load()) };
  const args = parse(command, rest);
  if (args.on('help')) {
    process.stdout.write(commandHelp(command));
    return EXIT.done;
  }
  if (args.on('allow-code')) process.env.JUICER_ALLOW_CODE = 'true';
  return command.run(args, processOutput(formOf(args.text('output')), args.on('verbose')));
}

function unknownCommand(name: string): JuicerError {
  const [near] = nearest(
    name,
    COMMANDS.map((c) => c.name),
    1,
  );
  return new JuicerError(
    'E_USAGE',
    `unknown command ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    { hint: 'juicer --help lists the commands' },
  );
}

function formOf(text: string | undefined): OutputForm {
  if (text === undefined || text === 'text') return 'text';
  if (text === 'json' || text === 'jsonl') return text;
  throw new JuicerError('E_USAGE', `unknown output form ${text}`, { hint: 'use -o text, json or jsonl' });
}

/** One line per problem: what, where, what to do. */
function tellError(error: unknown, out: Output): number {
  if (error instanceof RecipeError) {
    for (const problem of error.problems) {
      const place = [problem.file, problem.line, problem.column]
        .filter((p) => p !== null && p !== undefined)
        .join(':');
      out.note(
        `${paint('red', 'error')} ${problem.code} ${place}: ${problem.message}${problem.hint ? ` (${problem.hint})` : ''}`,
      );
    }
    return ERROR_CODES.E_RECIPE.exit;
  }
  if (error instanceof JuicerError) {
    const place = error.place === undefined ? '' : `${error.place}: `;
    out.note(
      `${paint('red', 'error')} ${error.code} ${place}${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`,
    );
    if (out.verbose) out.note(error.stack ?? '');
    return error.exitCode;
  }
  out.note(`${paint('red', 'error')} E_INTERNAL ${error instanceof Error ? error.message : String(error)}`);
  if (out.verbose && error instanceof Error) out.note(error.stack ?? '');
  return EXIT.failed;
}
