/** The files of a finished run that a single bit must not change unseen, each with the product's own reader of it. */
import fs from 'node:fs';
import path from 'node:path';
import { checkpointSlots } from '../../src/engine/slots.js';
import { PieceReader } from '../../src/export/pieces.js';
import type { DonePartition, FileRef } from '../../src/model/checkpoint.js';
import { JuicerError } from '../../src/model/errors.js';
import type { DatasetMapping, Plan } from '../../src/model/plan.js';
import { readIfWhole, readJson } from '../../src/storage/json-file.js';
import { RUN_FILES } from '../../src/storage/layout.js';
import { localStore } from '../../src/storage/local-store.js';
import { checkSlot } from '../../src/storage/records.js';
import type { Store } from '../../src/storage/store.js';
import { filesBelow } from '../sweep/judge.js';
import type { SmallRun } from '../chain/small-run.js';

/** A file, and whether its reader refuses it as it stands now. */
export interface Target {
  /** Relative to the run's folder. */
  name: string;
  kind: 'partition' | 'checkpoint' | 'quarantine' | 'result' | 'record' | 'plan' | 'piece' | 'report';
  refused: () => boolean;
}

/** All targets of a run that stands before its clean-up, so that the pieces of its merge are there. Empty files are left out. */
export function targetsOf(small: SmallRun): Target[] {
  const { dir } = small.run;
  const store = localStore(dir);
  const plan = standing<Plan>(store, RUN_FILES.plan);
  const mapping = standing<DatasetMapping>(store, RUN_FILES.mapping);
  const own = [...slotTargets(store, plan, mapping), ...endTargets(store, mapping), ...pieceTargets(store)];
  const known = new Set(own.map((target) => target.name));
  const others = filesBelow(dir).filter((name) => name.endsWith('.json') && !known.has(name));
  const expected: Record<string, { sha256: string }> = {
    [RUN_FILES.mapping]: { sha256: plan.mapping_sha256 },
  };
  const json = others.map((name): Target => {
    const kind = name === RUN_FILES.plan || name === RUN_FILES.mapping ? 'plan' : 'report';
    return { name, kind, refused: () => throws(() => readJson(store, name, expected[name])) };
  });
  return [...own, ...json].filter(({ name }) => fs.statSync(path.join(dir, name)).size > 0);
}

function slotTargets(store: Store, plan: Plan, mapping: DatasetMapping): Target[] {
  return mapping.partitions.flatMap((partition) =>
    checkpointSlots(plan, partition).flatMap((slot): Target[] => {
      const refused = (): boolean => typeof checkSlot(store, slot) === 'string';
      const found = checkSlot(store, slot);
      if (typeof found === 'string') throw new Error(`${slot.stem}: ${found}`);
      const { file, quarantine, index } = found.record;
      return [
        { name: file, kind: index === -1 ? 'partition' : 'checkpoint', refused },
        { name: `${slot.stem}.json`, kind: 'record', refused },
        ...(quarantine ? [{ name: quarantine.path, kind: 'quarantine' as const, refused }] : []),
      ];
    }),
  );
}

/** What a partition's end left: its result and quarantined rows, and the record that names both. */
function endTargets(store: Store, mapping: DatasetMapping): Target[] {
  return mapping.partitions.flatMap(({ id }): Target[] => {
    const name = `results/partition_${String(id).padStart(6, '0')}.json`;
    const { result, quarantine } = standing<DonePartition>(store, name);
    const whole = (ref: FileRef) => (): boolean => readIfWhole(store, ref) === null;
    return [
      { name, kind: 'record', refused: () => throws(() => readJson(store, name)) },
      { name: result.path, kind: 'result', refused: whole(result) },
      ...(quarantine
        ? [{ name: quarantine.path, kind: 'quarantine' as const, refused: whole(quarantine) }]
        : []),
    ];
  });
}

/** Pieces of the merge, refused as they are joined. */
function pieceTargets(store: Store): Target[] {
  const names = store.list('temp/intermediate_data').filter((name) => name.endsWith('.jsonl.json'));
  return names.flatMap((name): Target[] => {
    const record = `temp/intermediate_data/${name}`;
    const { piece } = standing<{ piece: FileRef }>(store, record);
    const read = (): void =>
      void [...new PieceReader(store, [{ ...piece, parts: [] }], () => undefined).all()];
    return [
      { name: record, kind: 'record', refused: () => throws(() => readJson(store, record)) },
      { name: piece.path, kind: 'piece', refused: () => throws(read) },
    ];
  });
}

function standing<T extends object>(store: Store, name: string): T {
  const value = readJson<T>(store, name);
  if (!value) throw new Error(`${name} is missing`);
  return value;
}

/** Whether a reader refuses with E_CHECKPOINT; any other error is one of this bench. */
function throws(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return true;
    throw error;
  }
}
