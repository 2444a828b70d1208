/** A run without a server: a plan over an input of its own, its jobs run right here. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildMapping, buildPlan } from '../../src/activities/build-plan.js';
import { apply } from '../../src/engine/apply.js';
import { cut } from '../../src/engine/cut.js';
import type { SegmentOutcome } from '../../src/engine/job.js';
import { checkpointSlots } from '../../src/engine/slots.js';
import { scannedJsonl } from '../input/scanned.js';
import type { Partition, Plan } from '../../src/model/plan.js';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe } from '../../src/recipe/load.js';
import { sha256 } from '../../src/storage/json-file.js';
import { localStore } from '../../src/storage/local-store.js';
import type { CheckpointSlot } from '../../src/storage/records.js';
import type { Store } from '../../src/storage/store.js';

/** The plan of one partition, and the means to work on it. */
export interface PlannedRun {
  dir: string;
  plan: Plan;
  partition: Partition;
  store: Store;
  slots: CheckpointSlot[];
  cut(): Promise<SegmentOutcome>;
  apply(segment: number, giveUp?: boolean): Promise<SegmentOutcome>;
  /** Cuts, then applies every segment. */
  all(): Promise<SegmentOutcome[]>;
  /** Hashes of the files below a folder whose names end so, by name. */
  hashes(folder: string, ending: string): Record<string, string>;
  remove(): void;
}

/**
 * Plans a run over some lines; `recipe` holds `process` and whatever else is wanted, and relative paths in it start from the
 * run's folder, in which `prepare` can put files.
 */
export function plannedRun(lines: string, recipe: string, prepare?: (dir: string) => void): PlannedRun {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
  prepare?.(dir);
  const input = path.join(dir, 'in.jsonl');
  fs.writeFileSync(input, lines);
  const text = `dataset_path: ${input}\nexport_path: ${dir}/out.jsonl\npartition_size: 1000000\n${recipe}`;
  const loaded = parseRecipe(text, 'recipe.yaml', { registry: builtInOps(), cwd: dir });
  const ref = { run_id: 'run', dir, recipe_sha256: loaded.sha256 };
  const scanned = scannedJsonl(input, { rows: 1_000_000, bytes: 2 ** 30 });
  const [partition] = buildMapping(ref, loaded.recipe, scanned).partitions;
  if (!partition) throw new Error('no rows, no partition');
  const plan = buildPlan(ref, loaded.recipe, { mappingSha256: '', heartbeatMs: 1000, automaticWidth: 1 });
  return workOn(dir, plan, partition);
}

function workOn(dir: string, plan: Plan, partition: Partition): PlannedRun {
  const store = localStore(dir, 'test');
  const base = { dir, token: 'test', attempt: 1, plan, partition };
  const run: PlannedRun = {
    dir,
    plan,
    partition,
    store,
    slots: checkpointSlots(plan, partition),
    cut: () => cut({ kind: 'cut', ...base, redoFrom: null }, store, () => undefined),
    apply(index, giveUp = false) {
      const segment = plan.segments[index];
      if (!segment) throw new Error(`no segment ${index}`);
      return apply({ kind: 'apply', ...base, segment, giveUp }, store, () => undefined);
    },
    async all() {
      const outcomes = [await run.cut()];
      for (const { index } of plan.segments) outcomes.push(await run.apply(index));
      return outcomes;
    },
    hashes(folder, ending) {
      const names = fs.readdirSync(path.join(dir, folder)).filter((name) => name.endsWith(ending));
      return Object.fromEntries(names.map((name) => [name, sha256(store.read(`${folder}/${name}`))]));
    },
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  };
  return run;
}
