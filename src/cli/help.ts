/** Help, derived from the commands. */
import { COMMON_FLAGS, type Command, type CommandEntry, type Flag } from './command.js';

/** The list of commands. */
export function overview(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map((c) => c.name.length + c.positionals.length + 1));
  const lines = commands.map((c) => `  ${`${c.name} ${c.positionals}`.padEnd(width)}  ${c.summary}`);
  return `juicer: Data-Juicer recipes as durable runs on Temporal\n\n${lines.join('\n')}\n\njuicer COMMAND --help shows one command.\n`;
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const flags = Object.entries({ ...command.flags, ...COMMON_FLAGS }).map(([name, flag]) =>
    flagLine(name, flag),
  );
  return `juicer ${command.name} ${command.positionals}\n\n${command.summary}\n\n${flags.join('\n')}\n\nExample: ${command.example}\n`;
}

function flagLine(name: string, flag: Flag): string {
  const head = `--${name}${flag.value === undefined ? '' : ` ${flag.value}`}${flag.short === undefined ? '' : `, -${flag.short}`}`;
  return `  ${head.padEnd(30)} ${flag.help}`;
}
