/** P1 Commit: the export is what its manifest says, or there is no manifest; nothing temporary is left. */
import fs from 'node:fs';
import path from 'node:path';
import { measure } from './files.js';
import { list, num, obj, parseObject, str, type Json } from './json.js';
import type { Run } from './run.js';
import type { CheckOptions, Report } from './violation.js';

const MANIFEST = 'metadata/manifest.json';

/**
 * Checks manifest and export, and that no temporary file is left in the run's folder or beside the export. A run that is
 * not done may keep pieces of its merge in `temp/`, to go on from them.
 */
export function checkCommit(run: Run, options: CheckOptions, report: Report): void {
  checkVerdict(run, options, report);
  if (run.manifest) checkManifest(run, run.manifest, options, report);
  for (const file of run.files) {
    // What a lost attempt left is swept at the end; a run that waits has not come to it.
    if (path.posix.basename(file).startsWith('.tmp-') && run.verdict !== 'waiting')
      report('P1', 'temporary-file', 'left behind', file);
    else if (file.startsWith('temp/') && run.verdict === 'done')
      report('P1', 'scratch-file', 'temp/ is not empty', file);
  }
  const folder = exportFolder(run);
  for (const name of exportPath(run) !== '' && fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    if (name.startsWith('.tmp-') && run.verdict !== 'waiting')
      report('P1', 'temporary-file', 'left beside the export', path.join(folder, name));
  }
}

/** Absolute path of the export, empty when there is no plan. */
export function exportPath(run: Run): string {
  return str(obj(run.plan, 'export'), 'path');
}

/** The folder of the export's files: of a path that ends in `/` the path itself. */
function exportFolder(run: Run): string {
  const target = exportPath(run);
  return target.endsWith('/') ? target : path.dirname(target);
}

function checkVerdict(run: Run, options: CheckOptions, report: Report): void {
  const { verdict } = run;
  if (!['done', 'failed', 'cancelled', 'waiting'].includes(verdict)) {
    report('P1', 'verdict-missing', `processing_summary.json says ${JSON.stringify(verdict)}`);
  }
  if (options.expectVerdict !== undefined && verdict !== options.expectVerdict) {
    report('P1', 'verdict', `the run ended ${verdict}, not ${options.expectVerdict}`);
  }
  const there = run.files.includes(MANIFEST);
  if (verdict === 'done' && !there) report('P1', 'manifest-missing', 'the run is done', MANIFEST);
  // The export of an earlier execution stands until a later one has committed.
  if (verdict !== 'done' && there && (options.executions ?? 1) < 2)
    report('P1', 'manifest-without-verdict', `the run is ${verdict}`, MANIFEST);
  if (there && !run.manifest) report('P1', 'manifest-damaged', 'no JSON object', MANIFEST);
}

function checkManifest(run: Run, manifest: Json, options: CheckOptions, report: Report): void {
  const files = list(manifest, 'files');
  if (files.length === 0) report('P1', 'manifest-empty', 'names no file', MANIFEST);
  if (str(manifest, 'generation') === '' && !files.some((f) => str(f, 'path') === exportPath(run))) {
    report('P1', 'export-not-listed', `${exportPath(run)} is not in the manifest`, MANIFEST);
  }
  const format = str(manifest, 'format') || 'jsonl';
  for (const file of files) checkFile(file, format, options, report);
  const stats = obj(manifest, 'stats');
  if (stats) checkFile(stats, 'jsonl', {}, report);
  checkSeveral(run, manifest, files, report);
  for (const key of ['rows', 'bytes']) {
    const sum = files.reduce((total, f) => total + num(f, key), 0);
    if (num(manifest, key) !== sum)
      report('P1', 'manifest-sum', `${key} ${num(manifest, key)}, files say ${sum}`);
  }
  if (options.expectRows !== undefined && num(manifest, 'rows') !== options.expectRows) {
    report('P2', 'expected-rows', `${num(manifest, 'rows')} rows, expected ${options.expectRows}`, MANIFEST);
  }
  checkOrigin(run, manifest, report);
}

/** Several files have one generation in their names and stand alone, and the manifest beside them names the same. */
function checkSeveral(run: Run, manifest: Json, files: Json[], report: Report): void {
  const generation = str(manifest, 'generation');
  const folder = exportFolder(run);
  if (generation === '') return;
  const names = files.map((file) => path.basename(str(file, 'path')));
  const count = String(names.length).padStart(5, '0');
  const wrong = names.find((name, i) => {
    const part = `-${generation}-${String(i).padStart(5, '0')}-of-${count}.`;
    return !name.includes(part) || path.dirname(str(files[i] ?? null, 'path')) !== path.resolve(folder);
  });
  if (wrong !== undefined)
    report('P1', 'export-name', `${wrong} is none of generation ${generation}`, MANIFEST);
  const stem = (names[0] ?? '').split(`-${generation}-`, 1)[0] ?? '';
  for (const name of fs.readdirSync(folder)) {
    const of = name.startsWith(`${stem}-`) && /-[0-9a-f]{8}-\d{5}-of-\d{5}\./.test(name);
    if (of && !names.includes(name)) report('P1', 'export-old', `${name} is of another generation`, folder);
  }
  const beside = exportPath(run).endsWith('/')
    ? '_manifest.json'
    : `_${path.basename(exportPath(run))}.manifest.json`;
  const told = parseObject(
    fs.existsSync(path.join(folder, beside)) ? fs.readFileSync(path.join(folder, beside), 'utf8') : '',
  );
  if (
    list(told, 'files')
      .map((file) => str(file, 'path'))
      .join() !== names.join()
  )
    report('P1', 'manifest-beside', 'does not name the same files', path.join(folder, beside));
}

function checkFile(entry: Json, format: string, options: CheckOptions, report: Report): void {
  const file = str(entry, 'path');
  const seen = measure(file);
  if (!seen) return report('P1', 'export-missing', 'named by the manifest', file);
  if (seen.bytes !== num(entry, 'bytes'))
    report('P1', 'export-bytes', `${seen.bytes}, manifest says otherwise`, file);
  if (seen.sha256 !== str(entry, 'sha256')) report('P1', 'export-sha256', 'differs from the manifest', file);
  if (format === 'jsonl' && seen.lines !== num(entry, 'rows'))
    report('P1', 'export-rows', `${seen.lines}, manifest says otherwise`, file);
  if (options.expectSha256 !== undefined && seen.sha256 !== options.expectSha256) {
    report('P2', 'expected-sha256', 'differs from the undisturbed run', file);
  }
}

/** The manifest belongs to this run, this plan and this recipe. */
function checkOrigin(run: Run, manifest: Json, report: Report): void {
  const plan = measure(path.join(run.dir, 'metadata/plan.json'));
  if (str(manifest, 'plan_sha256') !== plan?.sha256)
    report('P1', 'manifest-plan', 'is of another plan', MANIFEST);
  for (const key of ['run_id', 'recipe_sha256']) {
    if (str(manifest, key) !== str(run.plan, key))
      report('P1', 'manifest-origin', `${key} is not the plan's`, MANIFEST);
  }
}
