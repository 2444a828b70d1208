/** A model is read once for all threads of a process, and only if it is the one that was planned with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../src/engine/job.js';
import { noteShared, sharedFile, sharedFilesFor } from '../../src/engine/shared-files.js';
import { hashedFiles } from '../../src/engine/named-files.js';
import type { PlannedOp } from '../../src/model/plan.js';
import { parseParams } from '../../src/ops/run.js';
import { modelBytes, modelPath } from '../ops/models.js';
import { opNamed } from '../ops/support.js';

function planned(): PlannedOp {
  const op = opNamed('perplexity_filter');
  const params = parseParams(op, {
    sentencepiece_model: modelPath('unigram.model'),
    kenlm_model: modelPath('small.trie'),
  });
  const files = hashedFiles(op, params);
  const { name, kind, version } = op;
  return { index: 0, name, kind, version, params, files, unicode: null, digest: 'perplexity' };
}

const jobOf = (op: PlannedOp): Job => ({ kind: 'apply', plan: { ops: [op] } }) as unknown as Job;

test('jobs that run the op get the same memory, and others none', async () => {
  const op = planned();
  const [first, second] = await Promise.all([sharedFilesFor(jobOf(op)), sharedFilesFor(jobOf(op))]);
  assert.equal(first.length, 1);
  assert.equal(first[0]?.[1], second[0]?.[1]);
  assert.ok(Buffer.from(first[0]?.[1] ?? new ArrayBuffer(0)).equals(modelBytes('small.trie')));
  assert.deepEqual(await sharedFilesFor({ kind: 'merge', plan: { ops: [op] } } as unknown as Job), []);
});

test('a thread takes what it is handed, and reads what it is not', () => {
  const [, model] = planned().files;
  assert.ok(model);
  assert.ok(Buffer.from(sharedFile('op', model).buffer).equals(modelBytes('small.trie')));
  const memory = new SharedArrayBuffer(8);
  noteShared([['handed', memory]]);
  assert.equal(sharedFile('op', { path: 'nowhere', sha256: 'handed' }).buffer, memory);
});

test('another file than the one that was planned with is refused', async () => {
  const op = planned();
  const files = op.files.map((file) => ({ ...file, sha256: `${file.sha256.slice(1)}x` }));
  await assert.rejects(sharedFilesFor(jobOf({ ...op, files })), {
    code: 'E_REFUSED',
    message: /has changed/,
  });
  const [, model] = files;
  assert.ok(model);
  assert.throws(() => sharedFile('op', model), { code: 'E_REFUSED', message: /has changed/ });
});
