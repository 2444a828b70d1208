/** docs/events.md says of every type which fields and which metadata it has: those that recorded runs show, no more. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { eventsFromHistories } from '../../src/events/from-history.js';
import type { Execution } from '../../src/events/history.js';
import { EVENT_TYPES, type JuicerEvent } from '../../src/model/event.js';
import { recorded } from '../events/recorded-runs.js';
import { fixturesOf, recordedVersions } from '../replay/fixtures.js';
import { projectRoot } from '../repo/project.js';

const EVERYWHERE = ['event_type', 'timestamp', 'message', 'metadata', 'source'];

/** Rows of the table that begins with this heading, cells without back quotes. */
function table(heading: string): string[][] {
  const lines = fs.readFileSync(path.join(projectRoot(), 'docs/events.md'), 'utf8').split('\n');
  const from = lines.findIndex((line) => line.startsWith(heading)) + 2;
  assert.ok(from > 1, heading);
  const rows = lines.slice(from);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const names = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '').sort();

function events(): JuicerEvent[] {
  const scenarios = recordedVersions().flatMap((version) =>
    fixturesOf(version).map(({ name, workflowId, events }): Execution => {
      return { workflowId, runId: name, events: historyFromJSON({ events }).events ?? [] };
    }),
  );
  const all = [...recorded('failed-run'), ...recorded('cancelled-run'), ...scenarios];
  return all.flatMap((execution) => eventsFromHistories([execution]));
}

test('every field and every key of metadata that an event has is in the docs, and the docs have no other', () => {
  const shown = new Map<string, { fields: Set<string>; keys: Set<string> }>();
  for (const event of events()) {
    const type = shown.get(event.event_type) ?? { fields: new Set(), keys: new Set() };
    shown.set(event.event_type, type);
    for (const [name, value] of Object.entries(event))
      if (value !== null && !EVERYWHERE.includes(name)) type.fields.add(name);
    for (const key of Object.keys(event.metadata)) type.keys.add(key);
  }
  const told = table('| Type | Fields |');
  assert.deepEqual(
    told.map(([type]) => type),
    EVENT_TYPES,
  );
  for (const [type = '', fields, keys] of told) {
    assert.deepEqual([...(shown.get(type)?.fields ?? [])].sort(), names(fields), `fields of ${type}`);
    assert.deepEqual([...(shown.get(type)?.keys ?? [])].sort(), names(keys), `metadata of ${type}`);
  }
  const keys = [...new Set([...shown.values()].flatMap((type) => [...type.keys]))].sort();
  const described = table('| Key of `metadata` |');
  assert.deepEqual(
    described.flatMap(([key]) => names(key)),
    keys,
  );
  for (const [key, , meaning] of described) assert.ok(meaning, `${key} has a meaning`);
});
