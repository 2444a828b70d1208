/** `juicer watch`: a run as it goes on, redrawn in place; one that has ended is shown once. */
import { exitCodeOf, runHandle } from '../../client/run-handle.js';
import type { Session } from '../../client/session.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { exists } from '../../storage/files.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { tellInterrupted } from '../follow.js';
import { runSource, type RunSource } from '../look/run-source.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';
import { tellVerdict } from '../verdict-text.js';
import { oneLine, showOnce } from '../watch/display.js';
import { WatchFold } from '../watch/fold.js';
import { watchRun } from '../watch/loop.js';
import { besideOf } from '../watch/pulse.js';
import { snapshot } from '../watch/snapshot.js';

const DEFAULT_INTERVAL = 5;

/** Shows a run until it ends. */
export const watchCommand: CommandBody = {
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    interval: {
      type: 'string',
      value: 'SECONDS',
      help: `from one line to the next, where nothing is redrawn (default ${DEFAULT_INTERVAL})`,
    },
  },
  example: 'juicer watch demo-20261124-160000-1a2b',
  async run(args, out) {
    const intervalMs = intervalOf(args);
    const session = await sessionFor(args, out, { wantWorker: false });
    try {
      const source = await runSource(session, args.positionals[0] ?? '');
      if (source.from === 'log') return await showFiles(source, out);
      return await show(session, source, { out, intervalMs });
    } finally {
      await session.close();
    }
  },
};

async function show(
  session: Session,
  source: RunSource,
  { out, intervalMs }: { out: Output; intervalMs: number },
): Promise<number> {
  const { runId, here } = source;
  const handle = runHandle(session, runId);
  const dir = here ? source.dir : null;
  const isOpen = (await handle.info()).state === 'running';
  if (!isOpen) await showNow(source, out, 'server');
  const verdict = isOpen
    ? await watchRun({ session, handle, dir }, out, { intervalMs })
    : await handle.result();
  if (!verdict) return tellInterrupted(session, runId, out);
  tellVerdict(runId, verdict, oneLine(out));
  return exitCodeOf(verdict);
}

/** Without a server there is no verdict to be had, only what the log says. */
async function showFiles(source: RunSource, out: Output): Promise<number> {
  await showNow(source, out, 'files');
  return EXIT.done;
}

async function showNow(source: RunSource, out: Output, answering: 'server' | 'files'): Promise<void> {
  const fold = new WatchFold();
  for await (const event of source.events()) fold.add(event);
  const dir = exists(source.dir) ? source.dir : null;
  // The time of a run that nobody works on any more ends with its newest line.
  const now = fold.tally.run.updatedAt ?? Date.now() / 1000;
  showOnce(out, snapshot(fold, besideOf(source.runId, answering, dir), now));
}

function intervalOf(args: Args): number {
  const text = args.text('interval');
  if (text === undefined) return DEFAULT_INTERVAL * 1000;
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds >= 0.1 && seconds <= 3600) return seconds * 1000;
  throw new JuicerError('E_USAGE', `--interval ${text}: not a number of seconds from 0.1 to 3600`);
}
