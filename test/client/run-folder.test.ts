/** Where a run's folder is looked for, and in which order. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findRunFolder, notedRuns, type RunSources } from '../../src/client/run-folder.js';
import type { Session } from '../../src/client/session.js';

let root: string;

before(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-folder-')));
  for (const name of ['runs/one', 'other/one']) {
    fs.mkdirSync(path.join(root, name, 'metadata'), { recursive: true });
    fs.writeFileSync(path.join(root, name, 'metadata/recipe.yaml'), '');
  }
  fs.mkdirSync(path.join(root, 'state/runs'), { recursive: true });
  fs.writeFileSync(
    path.join(root, 'state/runs/one.json'),
    JSON.stringify({ dir: path.join(root, 'runs/one') }),
  );
  fs.writeFileSync(path.join(root, 'state/runs/gone.json'), JSON.stringify({ dir: path.join(root, 'gone') }));
  fs.writeFileSync(path.join(root, 'state/runs/torn.json'), '{"dir": "');
});
after(() => fs.rmSync(root, { recursive: true }));

function embedded(): RunSources {
  return {
    target: { kind: 'embedded', stateDir: path.join(root, 'state') },
    openSession: () => Promise.reject(new Error('no server is to be asked')),
  };
}

/** A configured server that knows the run `one` with this folder. */
function remote(dir: string): RunSources & { closed: () => boolean } {
  let closed = false;
  const describeRun = () =>
    Promise.resolve({ status: { name: 'RUNNING' }, startTime: new Date(), memo: { dir } });
  const session = {
    client: { workflow: { getHandle: () => ({ describe: describeRun }) } },
    close: () => Promise.resolve((closed = true)),
  } as unknown as Session;
  return {
    target: { kind: 'remote', config: { address: 'x:1', namespace: 'n', connection: {} } },
    openSession: () => Promise.resolve(session),
    closed: () => closed,
  };
}

describe('the folder of a run', () => {
  it('is that of the note when the id is given, without a server', async () => {
    const { dir, note } = await findRunFolder('one', embedded());
    assert.deepEqual([dir, note], [path.join(root, 'runs/one'), path.join(root, 'state/runs/one.json')]);
  });

  it('is the path that is given, if that is a run', async () => {
    const { dir, runId } = await findRunFolder(path.join(root, 'other/one/'), embedded());
    assert.deepEqual([dir, runId], [path.join(root, 'other/one'), 'one']);
    await assert.rejects(findRunFolder(path.join(root, 'other'), embedded()), { code: 'E_NO_SUCH_RUN' });
  });

  it('is what the configured server has in the memo; the session is closed again', async () => {
    const sources = remote(path.join(root, 'other/one'));
    assert.equal((await findRunFolder('one', sources)).dir, path.join(root, 'other/one'));
    assert.equal(sources.closed(), true);
  });

  it('is not here when note or server name one that is gone or elsewhere', async () => {
    await assert.rejects(findRunFolder('gone', embedded()), {
      code: 'E_NO_SUCH_RUN',
      message: /is not here/,
    });
    await assert.rejects(findRunFolder('one', remote('/not/here')), { code: 'E_NO_SUCH_RUN' });
  });

  it('is noted for every run of a state folder; a torn note is left out', () => {
    assert.deepEqual(
      notedRuns(path.join(root, 'state')).map((run) => run.runId),
      ['gone', 'one'],
    );
    assert.deepEqual(notedRuns(path.join(root, 'nowhere')), []);
  });
});
