import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { connectRemote, plaintextWarning, resolveTarget } from '../../src/server/connect.js';
import { JuicerError } from '../../src/model/errors.js';
import { atEnd, temporaryDir } from './helpers.js';

const PROFILES = `
[profile.default]
address = "from-default:7233"
[profile.prod]
address = "prod.example:7233"
namespace = "data"
api_key = "secret"
[profile.empty]
`;

function remote(env: NodeJS.ProcessEnv, flags = {}) {
  const target = resolveTarget({ env, flags });
  assert.equal(target.kind, 'remote');
  return target.kind === 'remote' ? target.config : assert.fail();
}

test('without any setting the server is the embedded one of the current folder', () => {
  assert.deepEqual(resolveTarget({ env: {}, flags: {} }), { kind: 'embedded', stateDir: resolve('.juicer') });
  assert.deepEqual(resolveTarget({ env: { JUICER_STATE_DIR: 'a' }, flags: {} }), {
    kind: 'embedded',
    stateDir: resolve('a'),
  });
  assert.deepEqual(resolveTarget({ env: { JUICER_STATE_DIR: 'a' }, flags: { stateDir: 'b' } }), {
    kind: 'embedded',
    stateDir: resolve('b'),
  });
});

test('an address from the environment is taken, with namespace default unless another is set', () => {
  const { address, namespace } = remote({ TEMPORAL_ADDRESS: 'host:7233' });
  assert.deepEqual({ address, namespace }, { address: 'host:7233', namespace: 'default' });
  assert.equal(remote({ TEMPORAL_ADDRESS: 'host:7233', TEMPORAL_NAMESPACE: 'n' }).namespace, 'n');
});

test('flags go before the environment', () => {
  const config = remote(
    { TEMPORAL_ADDRESS: 'host:7233', TEMPORAL_NAMESPACE: 'n' },
    { address: 'other:1', namespace: 'm' },
  );
  assert.deepEqual([config.address, config.namespace], ['other:1', 'm']);
  assert.equal(
    resolveTarget({ env: { TEMPORAL_ADDRESS: 'host:7233' }, flags: { stateDir: 's' } }).kind,
    'embedded',
  );
  assert.throws(() => resolveTarget({ env: {}, flags: { stateDir: 's', address: 'a:1' } }), {
    code: 'E_USAGE',
  });
});

test('a profile gives address, namespace, key and TLS; a profile that is missing or empty is an error', async (t) => {
  const file = join(await temporaryDir(t), 'temporal.toml');
  await writeFile(file, PROFILES);
  const env = { TEMPORAL_CONFIG_FILE: file };
  const prod = remote({ ...env, TEMPORAL_PROFILE: 'prod' });
  assert.deepEqual([prod.address, prod.namespace], ['prod.example:7233', 'data']);
  assert.deepEqual([prod.connection.apiKey, prod.connection.tls], ['secret', true]);
  assert.equal(remote(env).address, 'from-default:7233');
  assert.throws(() => resolveTarget({ env, flags: { profile: 'none' } }), {
    code: 'E_USAGE',
    message: /'none' not found/,
  });
  assert.throws(() => resolveTarget({ env, flags: { profile: 'empty' } }), {
    code: 'E_USAGE',
    message: /profile empty has no address/,
  });
});

test('a broken profile file is reported without quoting it', async (t) => {
  const file = join(await temporaryDir(t), 'temporal.toml');
  await writeFile(file, '[profile.default]\napi_key = "hidden\n');
  const broken = () => resolveTarget({ env: { TEMPORAL_CONFIG_FILE: file }, flags: {} });
  assert.throws(
    broken,
    (error) => error instanceof JuicerError && error.code === 'E_USAGE' && !error.message.includes('hidden'),
  );
});

test('an address that does not answer is an error with exit code 4 that names it, whether closed or silent', async (t) => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined))).listen(
    0,
    '127.0.0.1',
  );
  atEnd(t, () => {
    silent.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  for (const address of ['127.0.0.1:1', `127.0.0.1:${port}`]) {
    await assert.rejects(connectRemote({ address, namespace: 'default', connection: {} }), (error) => {
      assert.ok(error instanceof JuicerError);
      assert.equal(error.exitCode, 4);
      assert.match(error.message, new RegExp(`server address ${address} does not answer`));
      return true;
    });
  }
});

test('only an unencrypted connection that leaves this machine is warned of', () => {
  const warning = (address: string, tls = false) =>
    plaintextWarning({ address, namespace: 'default', connection: { tls } });
  assert.match(warning('example.org:7233') ?? '', /example\.org:7233 is not encrypted/);
  for (const address of ['localhost:7233', '127.0.0.1:7233', '[::1]:7233'])
    assert.equal(warning(address), null);
  assert.equal(warning('example.org:7233', true), null);
  assert.match(warning('localhost.example.org:7233') ?? '', /not encrypted/);
});
