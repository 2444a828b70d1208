/** `juicer analyze RUN`: where failures and time come from, and what to do about it. */
import { planOf } from '../../activities/plan-of.js';
import { EXIT } from '../../model/errors.js';
import { hints } from '../../report/patterns/hints.js';
import { logHealth } from '../../report/patterns/log-health.js';
import { failurePatterns } from '../../report/patterns/patterns.js';
import { patternsText } from '../../report/patterns/text.js';
import { storeAt } from '../../storage/store-at.js';
import type { Args } from '../command.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';
import { printable } from '../printable.js';
import { runSource, type RunSource } from './run-source.js';

/** Analyses a run that goes on or has ended. Throws JuicerError E_NO_SUCH_RUN, E_CONNECTION. */
export async function analyzeRun(run: string, args: Args, out: Output): Promise<number> {
  const session = await sessionFor(args, out, { wantWorker: false });
  try {
    const source = await runSource(session, run);
    const patterns = await failurePatterns(source.events());
    const found = hints(patterns, await contextOf(source));
    const head = `run         ${source.runId}, ${patterns.status.status}`;
    const text = patternsText(patterns, found).split('\n').map(printable).join('\n');
    out.data(`${head}\n${text}`, {
      schemaVersion: 1,
      run_id: source.runId,
      events_from: source.from,
      ...patterns,
      hints: found,
    });
    return EXIT.done;
  } finally {
    await session.close();
  }
}

async function contextOf({ runId, dir, here, from }: RunSource): Promise<Parameters<typeof hints>[1]> {
  if (!here) return { run: runId };
  const plan = planOf(storeAt(dir));
  const log = plan?.settings.export_events === false ? null : await logHealth(dir);
  return {
    run: runId,
    fromLog: from === 'log',
    ...(plan ? { plan } : {}),
    ...(log ? { log } : {}),
  };
}
