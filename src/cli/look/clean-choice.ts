/** Which runs `juicer clean` is about. */
import path from 'node:path';
import { describeRun, findRuns, type OldRun } from '../../client/old-runs.js';
import {
  findRunFolder,
  folderAt,
  notedRuns,
  type RunFolder,
  type RunSources,
} from '../../client/run-folder.js';
import { JuicerError } from '../../model/errors.js';
import { fromUrl } from '../../model/object-path.js';
import { nearest } from '../../model/nearest.js';
import type { Args } from '../command.js';

const STATUSES = ['done', 'failed', 'cancelled', 'waiting', 'unfinished', 'gone'];
const MS_PER: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The runs that are named or, without names, all that are found; of them those of the age and status asked for. */
export async function chosenRuns(args: Args, sources: RunSources): Promise<OldRun[]> {
  const statuses = args.list('status').map(statusOf);
  const age = ageOf(args.text('older-than'));
  const { target } = sources;
  const stateDir = target.kind === 'embedded' ? target.stateDir : null;
  const workDir = args.text('work-dir');
  const named: RunFolder[] = [];
  for (const run of args.positionals) named.push(await find(run, stateDir, sources));
  const found =
    named.length > 0
      ? named
      : findRuns(stateDir, workDir === undefined ? null : path.resolve(fromUrl(workDir)));
  return found.map(describeRun).filter((run) => {
    const oldEnough = age === null || run.last_at === null || Date.now() - Date.parse(run.last_at) >= age;
    return oldEnough && (statuses.length === 0 || statuses.includes(run.status));
  });
}

/** A run whose folder has gone is found by its note; a folder that is named by its path is given the note it has. */
async function find(run: string, stateDir: string | null, sources: RunSources): Promise<RunFolder> {
  const notes = stateDir === null ? [] : notedRuns(stateDir);
  const noted = notes.find((n) => n.runId === run);
  if (noted) return noted;
  const found = await findRunFolder(run, sources);
  return notes.find((n) => folderAt(n.dir)?.dir === found.dir) ?? found;
}

/** Whether the arguments choose among the runs; to remove all that there are must be said. */
export function isChoice(args: Args): boolean {
  const { positionals } = args;
  return positionals.length > 0 || args.text('older-than') !== undefined || args.list('status').length > 0;
}

function statusOf(text: string): string {
  if (STATUSES.includes(text)) return text;
  const [near] = nearest(text, STATUSES, 1);
  throw new JuicerError(
    'E_USAGE',
    `--status: there is no status ${JSON.stringify(text)}${near === undefined ? '' : `; did you mean ${near}?`}`,
    { hint: `it is one of ${STATUSES.join(', ')}` },
  );
}

/** Milliseconds in `30d`. */
function ageOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  const unit = MS_PER[match?.[2] ?? ''];
  if (match && unit !== undefined) return Number(match[1]) * unit;
  throw new JuicerError('E_USAGE', `--older-than: ${JSON.stringify(text)} is no span of time`, {
    hint: 'e.g. 30d, 12h',
  });
}
