// Bundles workflow code for the worker: node scripts/bundle.mjs <entry> <output>
import fs from 'node:fs';
import path from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

const [entry, output] = process.argv.slice(2);
const { code } = await bundleWorkflowCode({
  workflowsPath: path.resolve(entry),
  logger: new DefaultLogger('WARN'),
});
fs.writeFileSync(`${output}.new`, code);
fs.renameSync(`${output}.new`, output);
