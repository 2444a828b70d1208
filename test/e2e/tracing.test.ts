import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { seedRecipe, workspace, type Workspace } from './support.js';

const ROWS = 240;
const KEYS = 'partition_size: 20\nmax_concurrent_partitions: 4\nretry: {initial_interval: 10ms}\n';
const TRACER = 'open_tracer: true\ntrace_num: 15\ntrace_keys: [n]\n';

/** Every other text has space to strip; of five rows one is too short and one is German. */
const texts = Array.from({ length: ROWS }, (_, i) => {
  const text =
    i % 5 === 0
      ? `short ${i}`
      : i % 5 === 1
        ? `Die Katze sitzt auf der Matte und schaut ${i} mal aus dem Fenster.`
        : `The cat sat on the mat and looked out of the window ${i} times.`;
  return i % 2 === 0 ? ` ${text}` : text;
});

function place(t: TestContext): Workspace {
  const w = workspace();
  t.after(() => w.remove());
  w.write('in.jsonl', texts.map((text, n) => JSON.stringify({ n, text })).join('\n'));
  w.write('traced.yaml', seedRecipe({ dataset: 'in.jsonl', project: 'traced', more: KEYS + TRACER }));
  w.write('killed.yaml', seedRecipe({ dataset: 'in.jsonl', project: 'killed', more: KEYS + TRACER }));
  w.write('plain.yaml', seedRecipe({ dataset: 'in.jsonl', project: 'plain', more: KEYS }));
  return w;
}

/** The files of a run's trace by name. */
function traceOf(w: Workspace, project: string): Record<string, string> {
  const folder = path.join(w.runDir(project), 'trace');
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  for (const name of names) assert.equal(fs.statSync(path.join(folder, name)).mode & 0o777, 0o600);
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

function checkpointSums(w: Workspace, project: string): string[] {
  const root = path.join(w.runDir(project), 'checkpoints');
  const files = fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.parquet'));
  const sum = (file: string): string =>
    createHash('sha256')
      .update(fs.readFileSync(path.join(root, file)))
      .digest('hex');
  return files.sort().map((file) => `${file} ${sum(file)}`);
}

test('a trace has the first samples of every op, the same after a worker was killed, and changes nothing else', async (t) => {
  const w = place(t);
  const done = await w.run(['run', 'traced.yaml']);
  assert.equal(done.code, 0, done.stderr);
  const trace = traceOf(w, 'traced');
  const rows = (
    op: string,
  ): { n: number; __dj__row__: number; original_text?: string; processed_text?: string }[] =>
    (trace[`sample_trace-${op}.jsonl`] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as never);
  const first = (holds: (n: number) => boolean): number[] => [...texts.keys()].filter(holds).slice(0, 15);
  const changed = rows('whitespace_normalization_mapper');
  assert.deepEqual(
    changed.map((r) => [r.n, r.__dj__row__, r.original_text, r.processed_text]),
    first((n) => n % 2 === 0).map((n) => [n, n, texts[n], texts[n]?.trim()]),
  );
  assert.deepEqual(
    rows('text_length_filter').map((r) => r.n),
    first((n) => n % 5 === 0),
  );
  assert.deepEqual(
    rows('language_id_score_filter').map((r) => r.n),
    first((n) => n % 5 === 1),
  );
  assert.match(
    trace['sample_trace-language_id_score_filter.jsonl'] ?? '',
    /"__dj__stats__":\{"text_len":\d+,"lang":"de"/,
  );

  const marker = w.path('killed');
  const fault = JSON.stringify([{ point: 'op.start', match: 'partition_0/op_1', action: 'kill', marker }]);
  const killed = await w.run(['run', 'killed.yaml'], { JUICER_FAULTS: fault });
  assert.equal(killed.code, 0, killed.stderr);
  assert.ok(fs.existsSync(marker), 'no worker was killed');
  assert.deepEqual(traceOf(w, 'killed'), trace);

  const sum = createHash('sha256').update(w.read('out/result.jsonl')).digest('hex');
  const plain = await w.run(['run', 'plain.yaml']);
  assert.equal(plain.code, 0, plain.stderr);
  assert.equal(createHash('sha256').update(w.read('out/result.jsonl')).digest('hex'), sum);
  assert.deepEqual(checkpointSums(w, 'plain'), checkpointSums(w, 'traced'));
  assert.equal(fs.existsSync(path.join(w.runDir('plain'), 'trace')), false);
});

test('inspect tells the fate of a traced row op by op', async (t) => {
  const w = place(t);
  const done = await w.run(['run', 'traced.yaml']);
  assert.equal(done.code, 0, done.stderr);
  const run = path.basename(w.runDir('traced'));
  const { stdout } = await w.run(['inspect', run, 'row', '--id', '26', '-o', 'json']);
  const { end, steps } = JSON.parse(stdout) as {
    end: string;
    steps: { op: string; fate: string; stats: Record<string, unknown> | null }[];
  };
  assert.equal(end, 'rejected');
  assert.deepEqual(
    steps.map(({ op, fate }) => [op, fate]),
    [
      ['partition', 'present'],
      ['whitespace_normalization_mapper', 'changed'],
      ['text_length_filter', 'present'],
      ['language_id_score_filter', 'rejected'],
    ],
  );
  assert.equal(steps[3]?.stats?.lang, 'de');
});
