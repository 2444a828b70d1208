/** The second half of the merge: pieces become the export, the manifest comes after it, and old files go last of all. */
import path from 'node:path';
import type { Exported } from '../engine/job.js';
import { manifestFields } from '../export/columns.js';
import { removeReplaced } from '../export/replaced.js';
import { manifestName, shardPattern, targetOf, type ExportTarget } from '../export/target.js';
import type { Manifest } from '../model/artefacts.js';
import type { CommitResult, RunRef } from '../model/contract.js';
import { totalBytes, totalRows } from '../model/export.js';
import { shownPath } from '../model/object-path.js';
import type { Plan } from '../model/plan.js';
import { sha256, writeJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { piecesOf } from './merge.js';
import { runFiles, type RunFiles } from './run-files.js';

const SUCCESS = '_SUCCESS';

/** Writes the files of the export and its manifest, then removes those of an export that it replaces. */
export function commitExport(
  deps: ActivityDependencies,
  input: { run: RunRef; span: number },
): Promise<CommitResult> {
  const { run, span } = input;
  return measured(run, async () => {
    const files = runFiles(run);
    const { plan, store } = files;
    const target = targetOf(plan.export.path);
    const out = storeAt(target.folder);
    if (plan.export.success_file) out.remove(SUCCESS);
    const exported = await writeFiles(deps, files, { run, span, target });
    const manifest = manifestOf(run, files, exported);
    if (exported.generation !== null) writeJson(out, manifestName(target), asNames(manifest));
    const ref = writeJson(store, RUN_FILES.manifest, manifest);
    removeReplaced({ runDir: run.dir, target, manifest, out });
    if (plan.export.success_file) out.commit(SUCCESS, new Uint8Array(), { mode: 'replace' });
    return { ...told(target, manifest), manifest: ref };
  });
}

function writeFiles(
  deps: ActivityDependencies,
  { plan, mapping, store }: RunFiles,
  { run, span, target }: { run: RunRef; span: number; target: ExportTarget },
): Promise<Exported> {
  const pieces = piecesOf({ plan, mapping, store }, span);
  return runJob<'join'>(
    deps,
    {
      kind: 'join',
      dir: run.dir,
      export: plan.export,
      textKey: plan.reader.text_key,
      pieces: pieces.map(({ piece, parts }) => ({ ...piece, parts })),
      stats: plan.export.stats === true ? pieces.flatMap(({ stats }) => (stats ? [stats] : [])) : null,
    },
    {
      phase: 'commit',
      total: passes(plan) * totalBytes(pieces.map((p) => p.piece)),
      folders: [target.folder],
    },
  );
}

/** How often the rows are read: once for one file of lines, else to know columns or cuts first. */
function passes({ export: { format, shard_size, path: target } }: Plan): number {
  if (format === 'csv' && shard_size !== undefined) return 3;
  const isPlain = format.startsWith('jsonl') && shard_size === undefined;
  return isPlain || (format.startsWith('jsonl') && target.endsWith('/')) ? 1 : 2;
}

function manifestOf(run: RunRef, { plan, store }: RunFiles, exported: Exported): Manifest {
  const { files, stats, generation, columns, ordered } = exported;
  const text = { name: plan.reader.text_key, type: 'string' };
  return {
    schema_version: 1,
    run_id: run.run_id,
    recipe_sha256: run.recipe_sha256,
    plan_sha256: sha256(store.read(RUN_FILES.plan)),
    format: plan.export.format,
    export_path: shownPath(plan.export.path),
    ...(generation !== null && { generation }),
    rows: totalRows(files),
    bytes: totalBytes(files),
    files: files.map(shown),
    ...(stats && { stats: shown(stats) }),
    schema: {
      fields: columns ? manifestFields(columns) : [text],
      ...(!ordered && { key_order_differs: true as const }),
    },
    created_at: new Date().toISOString(),
  };
}

function shown<T extends { path: string }>(file: T): T {
  return { ...file, path: shownPath(file.path) };
}

/** The manifest for the export's own folder, which may be moved: files by their names. */
function asNames(manifest: Manifest): Manifest {
  const named = <T extends { path: string }>(file: T): T => ({ ...file, path: path.basename(file.path) });
  const { files, stats } = manifest;
  return { ...manifest, files: files.map(named), ...(stats && { stats: named(stats) }) };
}

/** What history gets to know: counts, and one hash for all files. Names of fields stay in the manifest. */
function told(
  target: ExportTarget,
  { rows, bytes, files, generation, schema }: Manifest,
): Pick<CommitResult, 'path' | 'rows' | 'bytes' | 'sha256' | 'problem'> {
  const [first] = files;
  const several = generation !== undefined;
  const pattern = several && path.join(target.folder, shardPattern(target, generation, files.length));
  const widened = schema.fields.filter((field) => field.widened !== undefined).length;
  const problems = [
    ...(widened > 0
      ? [`${widened} of ${schema.fields.length} columns of the export are not typed as their values`]
      : []),
    ...(schema.key_order_differs
      ? ['the keys of rows come in several orders, of which columns hold one']
      : []),
  ];
  return {
    path: pattern ? shownPath(pattern) : (first?.path ?? ''),
    rows,
    bytes,
    sha256: several ? sha256(files.map((file) => file.sha256).join()) : (first?.sha256 ?? ''),
    ...(problems.length > 0 && { problem: `${problems.join('; ')}: see ${RUN_FILES.manifest}` }),
  };
}
