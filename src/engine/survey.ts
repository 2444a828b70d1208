/** What has to be known of the input before it is cut: its size, its rows, what its chain of ops takes. */
import { headOf } from '../input/head.js';
import type { InputSpec } from '../input/scan.js';
import { surveyInputs } from '../input/survey.js';
import { JuicerError } from '../model/errors.js';
import type { Plan } from '../model/plan.js';
import type { InputSurvey } from '../model/sizing.js';
import type { SurveyJob } from './job.js';
import { chainCost } from './probe.js';

/** Files that are looked into for a first row. */
const MOST_FILES = 8;

/**
 * Surveys the input. `onDone` is told bytes that were read, or rows of the sample.
 * @throws JuicerError E_INPUT_MISSING when a file cannot be opened, E_IO when one cannot be read.
 */
export async function survey(
  job: Pick<SurveyJob, 'files' | 'need' | 'sampling' | 'textKey' | 'plan'>,
  onDone: (done: number) => void,
): Promise<Omit<InputSurvey, 'force'>> {
  const found = await surveyInputs(job.files, {
    need: job.need,
    sampling: job.sampling,
    onProgress: onDone,
  });
  const seconds_per_mib = job.plan ? await secondsPerMib(job.plan, job.files, onDone) : null;
  return { ...found, seconds_per_mib };
}

/** Of the files' content, over the ops and the checkpoints; null when the first rows do not come through. */
async function secondsPerMib(
  plan: Plan,
  files: readonly InputSpec[],
  onDone: (done: number) => void,
): Promise<number | null> {
  for (const file of files.slice(0, MOST_FILES)) {
    const { rows, bytes } = await headOf(file, plan.reader.text_key);
    if (rows.bytes.length === 0 || bytes === 0) continue;
    try {
      const source = { bytes: rows.bytes, rowStart: 0 };
      const { ops, codec } = await chainCost(plan, source, (done) => onDone(done));
      // A checkpoint follows each segment, and the partition has a file of its own.
      const all = ops.reduce((sum, op) => sum + op, 0) + codec * (plan.segments.length + 1);
      return Number.isFinite(all) ? all * (rows.bytes.length / bytes) : null;
    } catch (error) {
      if (error instanceof JuicerError) return null;
      throw error;
    }
  }
  return null;
}
