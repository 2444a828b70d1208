/** Every recipe of recipes/ does on the samples what its head says, run in this process without a server. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { tableCodec } from '../../src/storage/formats/codec.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';
import { plannedRun } from '../engine/planned-run.js';
import { projectRoot, readText } from '../repo/project.js';

interface Row {
  id?: unknown;
  text?: unknown;
}

/** Text of each row by its id. */
function textsOf(jsonl: string): Map<unknown, unknown> {
  const rows = jsonl.split('\n').filter((line) => line !== '');
  return new Map(rows.map((line) => JSON.parse(line) as Row).map(({ id, text }) => [id, text]));
}

/** `# Rows: 20 in, 9 kept, 2 changed`, as the run gives it. */
async function headOf(file: string): Promise<string> {
  const recipe = parse(readText(file)) as Record<string, unknown> & { dataset_path: string };
  const { dataset_path: input, export_path: _, partition_size: __, ...rest } = recipe;
  const lines = readText(input);
  const run = plannedRun(lines, stringify({ ...rest, checkpointing: { enabled: false } }), (dir) =>
    fs.symlinkSync(path.join(projectRoot(), 'samples'), path.join(dir, 'samples')),
  );
  try {
    const outcomes = await run.all();
    const [first, last] = [outcomes[0], outcomes.at(-1)];
    assert.ok(first && last);
    const table = await tableCodec(run.plan.storage).decode(run.store.read(last.record.file));
    const options = { textKey: 'text', textChanged: true, keepStats: false };
    const before = textsOf(lines);
    const after = [...textsOf(encodeJsonl(table, table.layouts, options).toString())];
    const changed = after.filter(([id, text]) => before.get(id) !== text).length;
    const lost = outcomes.reduce((sum, { ledger }) => sum + ledger.quarantined, 0);
    const counts = `${first.ledger.rows_in} in, ${last.ledger.rows_out} kept, ${changed} changed`;
    return `# Rows: ${counts}${lost === 0 ? '' : `, ${lost} quarantined`}`;
  } finally {
    run.remove();
  }
}

const FILES = fs.readdirSync(path.join(projectRoot(), 'recipes')).filter((name) => name.endsWith('.yaml'));

for (const name of FILES) {
  test(`recipes/${name} does what its head says`, async () => {
    const told = /^# Rows: .*$/m.exec(readText(`recipes/${name}`))?.[0];
    assert.equal(told, await headOf(`recipes/${name}`));
  });
}

test('recipes/README.md lists every recipe', () => {
  const listed = [...readText('recipes/README.md').matchAll(/^\| \[(\S+\.yaml)\]\(\1\)/gm)].map((m) => m[1]);
  assert.deepEqual(listed.sort(), FILES.sort());
});
