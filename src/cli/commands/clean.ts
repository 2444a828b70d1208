/** `juicer clean`: finds old runs, shows their size, removes their folders. */
import { reasonToKeep, removeRun, type OldRun } from '../../client/old-runs.js';
import { isOpen, sessionToAsk } from '../../client/run-life.js';
import type { Session } from '../../client/session.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { chosenRuns, isChoice } from '../look/clean-choice.js';
import { sourcesFor } from '../look/folder.js';
import type { Output } from '../output.js';
import { printable } from '../printable.js';
import { size, textTable } from '../text-table.js';

/** A run and what was, or would be, done with it. */
interface Cleaned extends OldRun {
  /** Why it is kept; null when it is not. */
  kept: string | null;
  removed: boolean;
}

/** Removes what runs have left behind; never a run that is open. */
export const cleanCommand: CommandBody = {
  count: [0, 1000],
  flags: {
    ...SERVER_FLAGS,
    'older-than': { type: 'string', value: '30d', help: 'only runs that ended so long ago' },
    status: {
      type: 'list',
      value: 'STATUS',
      help: 'only done, failed, cancelled, waiting, unfinished, gone',
    },
    'work-dir': { type: 'string', value: 'FOLDER', help: 'also runs whose folders are there' },
    force: { type: 'boolean', help: 'also runs that hold the only copy of their export or have no end' },
    yes: { type: 'boolean', help: 'remove what is shown' },
  },
  example: 'juicer clean --older-than 30d --status done --yes',
  async run(args, out) {
    if (args.on('yes') && !isChoice(args)) {
      throw new JuicerError('E_USAGE', '--yes without a choice would remove every run', {
        hint: 'name runs, or choose with --older-than or --status',
      });
    }
    const sources = sourcesFor(args, out);
    const chosen = await chosenRuns(args, sources);
    // Removing asks the embedded server even when it has to be started: a run may be open there and wait for a resume.
    const session = chosen.length > 0 ? await sessionToAsk(sources, args.on('yes')) : null;
    try {
      const cleaned: Cleaned[] = [];
      for (const run of chosen) cleaned.push(await clean(run, session, args, out));
      tell(cleaned, args, out);
      return args.on('yes') && args.positionals.length > 0 && cleaned.some((run) => run.kept !== null)
        ? EXIT.refused
        : EXIT.done;
    } finally {
      await session?.close();
    }
  },
};

async function clean(run: OldRun, session: Session | null, args: Args, out: Output): Promise<Cleaned> {
  const kept = (await isOpen(session, run.runId))
    ? 'it is open'
    : args.on('force')
      ? null
      : await reasonToKeep(run);
  if (kept !== null || !args.on('yes')) return { ...run, kept, removed: false };
  const left = removeRun(run);
  if (left.length > 0) {
    const [first = ''] = left;
    out.note(
      `${printable(run.dir)} stays: ${left.length} files in it are not the run's own, ${printable(first)} first`,
    );
  }
  return { ...run, kept: null, removed: true };
}

function tell(cleaned: readonly Cleaned[], args: Args, out: Output): void {
  const values = cleaned.map(({ runId, note: _note, ...run }) => ({ run_id: runId, ...run }));
  const table = textTable(
    ['run', 'status', 'last', 'size', 'folder', 'kept because'],
    cleaned.map((r) => [r.runId, r.status, r.last_at, size(r.bytes), r.dir, r.kept ?? '']),
  );
  if (out.form === 'jsonl') for (const value of values) out.data('', value);
  else out.data(cleaned.length > 0 ? table : '', { schemaVersion: 1, runs: values });
  const going = cleaned.filter((run) => run.kept === null);
  const sum = size(going.reduce((bytes, run) => bytes + run.bytes, 0));
  if (cleaned.length === 0) out.note('no runs found');
  else if (args.on('yes')) out.note(`removed ${going.length} of ${cleaned.length} runs, ${sum}`);
  else out.note(`${going.length} of ${cleaned.length} runs, ${sum}, could go; --yes removes them`);
}
