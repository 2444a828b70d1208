/** A project without a server: one input, runs beside each other, their jobs run right here. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildMapping, buildPlan } from '../../src/activities/build-plan.js';
import { apply } from '../../src/engine/apply.js';
import { cut } from '../../src/engine/cut.js';
import { chooseDonor } from '../../src/engine/donor.js';
import type { SegmentOutcome } from '../../src/engine/job.js';
import { checkpointSlots } from '../../src/engine/slots.js';
import { scannedJsonl } from '../input/scanned.js';
import type { DatasetMapping, Plan } from '../../src/model/plan.js';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe } from '../../src/recipe/load.js';
import { writeJson } from '../../src/storage/json-file.js';
import { RUN_FILES } from '../../src/storage/layout.js';
import { localStore } from '../../src/storage/local-store.js';
import { readRecord, type CheckpointSlot } from '../../src/storage/records.js';
import type { Store } from '../../src/storage/store.js';

/** A run of the project. */
export interface ProjectRun {
  dir: string;
  plan: Plan;
  mapping: DatasetMapping;
  store: Store;
  slots(partition: number): CheckpointSlot[];
  /** Cuts a partition, taking over what its donor has. */
  cut(partition: number, redoFrom?: number): Promise<SegmentOutcome>;
  /** Cuts a partition, then applies the segments that are left, up to `to`. */
  work(partition: number, to?: number): Promise<SegmentOutcome[]>;
  /** sha256 of the checkpoints that stand, by op index. */
  sums(partition: number): Record<number, string>;
}

/** The project's folder and its runs. */
export interface Project {
  dir: string;
  input: string;
  /** Plans a run: keys of its recipe, `process` among them, and what `--reuse` says. */
  run(id: string, recipe: string, reuse?: string): ProjectRun;
  remove(): void;
}

/** A project over some lines, in partitions of 10 rows. */
export function project(lines: string): Project {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
  const input = path.join(dir, 'in.jsonl');
  fs.writeFileSync(input, lines);
  return {
    dir,
    input,
    run: (id, recipe, reuse = 'auto') => plannedIn(dir, { id, recipe, reuse }),
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  };
}

function plannedIn(home: string, o: { id: string; recipe: string; reuse: string }): ProjectRun {
  const dir = path.join(home, 'runs', o.id);
  const keys = `project_name: p\ndataset_path: ${home}/in.jsonl\nexport_path: ${home}/out.jsonl\n`;
  const size = o.recipe.includes('partition_size') ? '' : 'partition_size: 10\n';
  const text = `${keys}${size}${o.recipe}`;
  const { recipe, sha256 } = parseRecipe(text, 'recipe.yaml', { registry: builtInOps(), cwd: home });
  const ref = { run_id: o.id, dir, recipe_sha256: sha256 };
  const scanned = scannedJsonl(`${home}/in.jsonl`, { rows: recipe.partition_size, bytes: 2 ** 30 });
  const mapping = buildMapping(ref, recipe, scanned);
  const drawn = buildPlan(ref, recipe, { mappingSha256: '', heartbeatMs: 1000, automaticWidth: 1 });
  const { donor, forecast } = chooseDonor({ dir, plan: drawn, mapping, reuse: o.reuse }, () => undefined);
  const plan = { ...drawn, reuse: donor, forecast };
  const store = localStore(dir, 'test');
  writeJson(store, RUN_FILES.mapping, mapping);
  writeJson(store, RUN_FILES.plan, plan);
  return workIn(dir, { plan, mapping, store });
}

function workIn(dir: string, o: Pick<ProjectRun, 'plan' | 'mapping' | 'store'>): ProjectRun {
  const { plan, mapping, store } = o;
  const base = (id: number) => {
    const partition = mapping.partitions[id];
    if (!partition) throw new Error(`no partition ${id}`);
    return { dir, token: 'test', attempt: 1, plan, partition };
  };
  const run: ProjectRun = {
    dir,
    ...o,
    slots: (id) => checkpointSlots(plan, base(id).partition),
    cut: (id, redoFrom) =>
      cut({ kind: 'cut', ...base(id), redoFrom: redoFrom ?? null }, store, () => undefined),
    async work(id, to = Infinity) {
      const outcomes = [await run.cut(id)];
      const done = outcomes[0]?.record.index ?? -1;
      for (const segment of plan.segments.filter((s) => s.to > done && s.to <= to))
        outcomes.push(
          await apply({ kind: 'apply', ...base(id), segment, giveUp: false }, store, () => undefined),
        );
      return outcomes;
    },
    sums(id) {
      const records = run.slots(id).flatMap((slot) => readRecord(store, slot) ?? []);
      return Object.fromEntries(records.map((r) => [r.index, r.sha256]));
    },
  };
  return run;
}
