import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { joinTrace } from '../../src/engine/tracer-join.js';
import type { TraceOutcome } from '../../src/engine/job.js';
import { localStore } from '../../src/storage/local-store.js';
import { project, type Project, type ProjectRun } from './project.js';

const ROWS = 60;
const OPS = 'process:\n  - whitespace_normalization_mapper:\n  - text_length_filter: {min_len: 20}\n';
const TRACER = 'open_tracer: true\ntrace_num: 7\ntrace_keys: [n, meta.src, none]\n';

/** Every third text has white space to strip, every fourth is short. */
const texts = Array.from({ length: ROWS }, (_, i) => {
  const text = i % 4 === 0 ? `short ${i}` : `a text that is long enough ${i}`;
  return i % 3 === 0 ? `  ${text}\t` : text;
});
const lines = texts
  .map((text, n) =>
    JSON.stringify({ n, text, meta: { src: `s${n}`, big: 'B' } }).replace('"B"', '9007199254740993'),
  )
  .join('\n');

async function trace({ dir, plan, mapping }: ProjectRun): Promise<TraceOutcome> {
  const { partitions } = mapping;
  const job = { kind: 'trace' as const, dir, token: 'test', attempt: 1, plan, partitions };
  return joinTrace(job, localStore(dir, 'test'), () => undefined);
}

async function worked(run: ProjectRun, order = [0, 1, 2, 3, 4, 5]): Promise<ProjectRun> {
  for (const id of order) await run.work(id);
  return run;
}

function samples(run: ProjectRun, op: string): string[] {
  const file = path.join(run.dir, `trace/sample_trace-${op}.jsonl`);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

function both(run: ProjectRun): string[][] {
  return ['whitespace_normalization_mapper', 'text_length_filter'].map((op) => samples(run, op));
}

function over(t: TestContext): Project {
  const made = project(lines);
  t.after(() => made.remove());
  return made;
}

test('a trace has the first rows of the input that each op changed or dropped, whatever order partitions ran in', async (t) => {
  const run = await worked(over(t).run('a', OPS + TRACER, 'none'), [5, 3, 1, 0, 4, 2]);
  const { files, missed } = await trace(run);
  const changed = texts.flatMap((text, n) =>
    text === text.trim()
      ? []
      : [
          `{"n":${n},"meta.src":"s${n}","none":null,"original_text":${JSON.stringify(text)},"processed_text":${JSON.stringify(text.trim())},"__dj__row__":${n}}`,
        ],
  );
  const dropped = texts.flatMap((text, n) =>
    text.trim().length >= 20
      ? []
      : [
          `{"n":${n},"text":${JSON.stringify(text.trim())},"meta":{"src":"s${n}","big":9007199254740993},"__dj__stats__":{"text_len":${text.trim().length}},"__dj__row__":${n}}`,
        ],
  );
  assert.deepEqual(both(run), [changed.slice(0, 7), dropped.slice(0, 7)]);
  assert.deepEqual(missed, []);
  for (const file of files) assert.equal(fs.statSync(path.join(run.dir, file.path)).mode & 0o777, 0o600);
});

test('a trace is the same with fused ops, after damage to a piece, and with checkpoints of another run', async (t) => {
  const made = over(t);
  const plain = await worked(made.run('plain', OPS + TRACER, 'none'));
  await trace(plain);
  const one = 'checkpointing: {enabled: false}\nop_fusion: true\n';
  const fused = await worked(made.run('fused', OPS + TRACER + one, 'none'));
  await trace(fused);
  assert.deepEqual(both(fused), both(plain));

  const piece = path.join(plain.dir, 'trace/parts/partition_000000/op_001_text_length_filter.json');
  fs.writeFileSync(piece, fs.readFileSync(piece, 'utf8').replace('short', 'shore'));
  const before = both(plain);
  assert.deepEqual((await trace(plain)).missed, []);
  assert.deepEqual(both(plain), before);

  const untraced = await worked(made.run('untraced', OPS, 'none'));
  const reused = await worked(made.run('reused', OPS + TRACER, untraced.dir));
  assert.deepEqual(reused.sums(0), untraced.sums(0));
  assert.equal((await reused.cut(0)).reused?.up_to_op, 1);
  await trace(reused);
  assert.deepEqual(both(reused), before);
});

test('a tracer changes neither fingerprints nor the bytes of checkpoints', async (t) => {
  const made = over(t);
  const [traced, plain] = [made.run('traced', OPS + TRACER, 'none'), made.run('plain', OPS, 'none')];
  await worked(traced);
  await worked(plain);
  for (const id of [0, 1, 2, 3, 4, 5]) {
    assert.deepEqual(traced.slots(id), plain.slots(id));
    assert.deepEqual(traced.sums(id), plain.sums(id));
  }
  assert.equal(fs.existsSync(path.join(plain.dir, 'trace')), false);
});

test('only the ops that op_list_to_trace names are traced, and an op that comes twice has a file for each place', async (t) => {
  const twice = `${OPS}  - text_length_filter: {min_len: 29}\nop_list_to_trace: [text_length_filter]\n${TRACER}`;
  const run = await worked(over(t).run('a', twice, 'none'));
  await trace(run);
  const [first, second] = ['text_length_filter', 'text_length_filter-002'].map((op) => samples(run, op));
  assert.deepEqual(samples(run, 'whitespace_normalization_mapper'), []);
  assert.equal(first?.length, 7);
  const lengths = second?.map((line) => (JSON.parse(line) as { text: string }).text.length);
  assert.ok(lengths?.length && lengths.every((length) => length >= 20 && length < 29), String(lengths));
});

test('a partition whose rows cannot be had again is named, with the reason', async (t) => {
  const made = over(t);
  const run = await worked(made.run('a', OPS + TRACER, 'none'));
  for (const folder of ['trace', 'partitions']) fs.rmSync(path.join(run.dir, folder), { recursive: true });
  for (const file of fs.readdirSync(path.join(run.dir, 'checkpoints/partition_000000')))
    if (file.endsWith('.parquet')) fs.rmSync(path.join(run.dir, 'checkpoints/partition_000000', file));
  fs.writeFileSync(made.input, lines.replace('short 0', 'other 0'));
  const { missed } = await trace(run);
  assert.deepEqual(missed.map(({ partition, segment }) => [partition, segment]).slice(0, 2), [
    [0, 0],
    [0, 1],
  ]);
  assert.match(missed[0]?.reason ?? '', /^E_INPUT_CHANGED/);
  assert.ok(fs.existsSync(path.join(run.dir, 'trace/missed.json')));
});
