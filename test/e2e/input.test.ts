/** Inputs as they come: line ends, marks, broken lines, sizes. Nothing is lost: every row is kept or quarantined. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { jsonLines, readJson, runDirOf } from './artefacts.js';
import { members } from './json-members.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

interface Quarantined {
  row: number;
  op: string | null;
  reason: string;
  source: { file: string; line: number; byte_offset: number };
  raw: string | null;
  raw_base64?: string;
}
interface Manifest {
  rows: number;
  bytes: number;
  files: { path: string; sha256: string; rows: number; bytes: number }[];
}
interface Mapping {
  total_rows: number;
  partitions: { id: number; rows: number; bytes: number }[];
}
interface Made {
  result: CommandResult;
  dir: string;
  rows: { text: string; id?: number }[];
}

describe('an input', () => {
  let ws: Workspace;
  let server: StandingServer;

  before(async () => {
    ws = workspace();
    server = await standingServer(ws);
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  /** Runs a recipe that keeps every row over this input, and has the run checked. */
  async function process(name: string, input: string | Uint8Array, more = ''): Promise<Made> {
    ws.write(`${name}.jsonl`, input);
    ws.write(
      `${name}.yaml`,
      `project_name: ${name}
dataset_path: ${name}.jsonl
export_path: out/${name}.jsonl
${more}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 0}
`,
    );
    const result = await ws.run(['run', `${name}.yaml`]);
    const dir = runDirOf(result);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), [], result.stderr);
    return { result, dir, rows: jsonLines(ws.read(`out/${name}.jsonl`)) };
  }

  function quarantined(dir: string): Quarantined[] {
    const folder = path.join(dir, 'quarantine');
    return fs
      .readdirSync(folder)
      .sort()
      .flatMap((name) => jsonLines<Quarantined>(fs.readFileSync(path.join(folder, name), 'utf8')));
  }

  it('may have CRLF, a byte order mark, blank lines and no final newline: every row is read', async () => {
    const text =
      '\uFEFF{"id": 1, "text": "one"}\r\n\r\n   \t\r\n{"id": 2, "text": "two"}\n\n{"id": 3, "text": "three"}';
    const { result, rows } = await process('lines', text, 'partition_size: 1');
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(rows, [
      { id: 1, text: 'one' },
      { id: 2, text: 'two' },
      { id: 3, text: 'three' },
    ]);
  });

  it('may be sampled: so many rows are kept, in their order, whatever the partitions', async () => {
    const text = Array.from({ length: 50 }, (_, id) => `{"id": ${id}, "text": "row"}\n`).join('');
    const { result, rows } = await process('sampled', text, 'partition_size: 3\nmax_sample_num: 20');
    assert.equal(result.code, 0, result.stderr);
    const ids = rows.map((row) => row.id ?? -1);
    assert.equal(new Set(ids).size, 20);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
  });

  it('may have lines that are no rows: they are quarantined with place and reason, the rest goes on, exit code 3', async () => {
    const lines = [
      '{"id": 1, "text": "good"}',
      '{"id": 2, "text": "half',
      '',
      '[1, 2]',
      '{"id": 4, "text": 5}',
      '{"id": 5}',
      '{"id": 6, "text": "also good"}',
    ].map((line) => Buffer.from(`${line}\n`));
    lines.splice(2, 0, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]));
    const { result, dir, rows } = await process('bad', Buffer.concat(lines), 'partition_size: 2');
    assert.equal(result.code, 3, result.stderr);
    assert.deepEqual(
      rows.map((r) => r.id),
      [1, 6],
    );
    const file = ws.path('bad.jsonl');
    const offset = (n: number): number => lines.slice(0, n - 1).reduce((sum, l) => sum + l.length, 0);
    const place = (line: number) => ({ file, line, byte_offset: offset(line) });
    const found = quarantined(dir);
    assert.deepEqual(
      found.map(({ row, op, reason, source }) => ({ row, op, reason, source })),
      [
        { row: 1, op: null, reason: 'invalid_json', source: place(2) },
        { row: 2, op: null, reason: 'invalid_utf8', source: place(3) },
        { row: 3, op: null, reason: 'not_an_object', source: place(5) },
        { row: 4, op: null, reason: 'text_not_string', source: place(6) },
        { row: 5, op: null, reason: 'text_missing', source: place(7) },
      ],
    );
    assert.equal(found[0]?.raw, '{"id": 2, "text": "half');
    assert.equal(found[1]?.raw_base64, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]).toString('base64'));
    for (const name of fs.readdirSync(path.join(dir, 'quarantine')))
      assert.equal(fs.statSync(path.join(dir, 'quarantine', name)).mode & 0o777, 0o600, name);
  });

  it('may have one line of 50 MB: a partition of its own, and it leaves byte for byte', async () => {
    const word = 'The quick brown fox jumps over the lazy dog. ';
    const long = word.repeat(Math.ceil((50 * 2 ** 20) / word.length)).trim();
    const line = `{"id": 2, "text": ${JSON.stringify(long)}, "after": 1.0}`;
    const input = `{"id": 1, "text": "before"}\n${line}\n{"id": 3, "text": "behind"}\n`;
    const { result, dir } = await process('long', input, 'max_partition_size_mb: 1');
    assert.equal(result.code, 0, result.stderr);
    const { partitions } = readJson<Mapping>(dir, 'metadata/dataset_mapping.json');
    assert.deepEqual(
      partitions.map((p) => p.rows),
      [1, 1, 1],
    );
    assert.equal(partitions[1]?.bytes, line.length + 1);
    const exported = members(ws.read('out/long.jsonl').split('\n')[1] ?? '');
    assert.deepEqual(
      exported.map((m) => [m.key, digest(m.value)]),
      members(line).map((m) => [m.key, digest(m.value)]),
    );
  });

  it('may be empty: the export is an empty file with a manifest, exit code 0', async () => {
    for (const [name, input] of [
      ['empty', ''],
      ['blank', '\n \r\n\n'],
    ] as const) {
      const { result, dir } = await process(name, input);
      assert.equal(result.code, 0, result.stderr);
      assert.equal(ws.read(`out/${name}.jsonl`), '');
      const { rows, bytes, files } = readJson<Manifest>(dir, 'metadata/manifest.json');
      assert.deepEqual({ rows, bytes }, { rows: 0, bytes: 0 });
      assert.deepEqual(files, [
        { path: ws.path(`out/${name}.jsonl`), sha256: digest(''), rows: 0, bytes: 0 },
      ]);
    }
  });

  it('may have one line', async () => {
    const { result, rows, dir } = await process('single', '{"text": "alone"}');
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(rows, [{ text: 'alone' }]);
    assert.equal(readJson<Mapping>(dir, 'metadata/dataset_mapping.json').total_rows, 1);
  });

  it('may be all broken: nothing is exported, every line is quarantined', async () => {
    const { result, rows, dir } = await process('broken', 'x\ny\n\u00a0\nz');
    assert.equal(result.code, 3, result.stderr);
    assert.deepEqual(rows, []);
    assert.deepEqual(
      quarantined(dir).map((q) => [q.row, q.source.line, q.raw]),
      [
        [0, 1, 'x'],
        [1, 2, 'y'],
        [2, 3, '\u00a0'],
        [3, 4, 'z'],
      ],
    );
  });
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
