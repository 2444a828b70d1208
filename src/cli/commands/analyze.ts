/** `juicer analyze`: what a run suffers from; what filters would measure and keep of a dataset. */
import { JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { ANALYZE_DATA_FLAGS, analyzeData, isDataName } from '../look/analyze-data.js';
import { analyzeRun } from '../look/analyze-run.js';

/** Shows failure patterns, slow partitions and ops, and hints; of data the distributions of stats. */
export const analyzeCommand: CommandBody = {
  count: [1, 1],
  flags: { ...SERVER_FLAGS, ...ANALYZE_DATA_FLAGS },
  example: 'juicer analyze recipes/seed.yaml --html analysis.html',
  async run(args, out) {
    const name = args.positionals[0] ?? '';
    if (isDataName(name)) return analyzeData(name, args, out);
    for (const flag of Object.keys(ANALYZE_DATA_FLAGS))
      if (args.text(flag) !== undefined || args.list(flag).length > 0)
        throw new JuicerError('E_USAGE', `--${flag} means nothing for a run`, {
          hint: 'name a recipe (.yaml, .json) or a dataset (.jsonl)',
        });
    return analyzeRun(name, args, out);
  },
};
