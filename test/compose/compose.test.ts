import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { SEARCH_ATTRIBUTES } from '../../src/model/ids.js';
import { projectRoot, readText } from '../repo/project.js';

interface Service {
  image: string;
  build?: string;
  restart?: string;
  container_name?: string;
  ports?: string[];
  volumes?: string[];
  profiles?: string[];
  healthcheck?: unknown;
  command?: string[];
}

const LOADER_MODULE = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';
const PINNED = /^[a-z0-9./-]+:(?!latest)[a-z]*[0-9]+\.[0-9]+[a-z0-9.-]*$/;
const JOBS = ['temporal-schema', 'temporal-namespace'];

const compose = parse(readText('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

function service(name: string): Service {
  const found = compose.services[name];
  assert.ok(found, `there is a service ${name}`);
  return found;
}

test('every published port is open on this machine only', () => {
  const ports = services.flatMap(([, { ports = [] }]) => ports);
  assert.deepEqual(ports.toSorted(), ['127.0.0.1:7233:7233', '127.0.0.1:8080:8080']);
});

test('every image has an exact version', () => {
  for (const [name, { image }] of services) assert.match(image, PINNED, `image of ${name}`);
  const bases = [...readText('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? '');
  assert.equal(bases.length, 2);
  for (const image of bases) assert.match(image, PINNED);
});

test('our image carries the version of the package', () => {
  const { version } = JSON.parse(readText('package.json')) as { version: string };
  assert.equal(service('worker').image, `durable-juicer:${version}`);
});

test('any number of workers can run, over one folder shared with the command line', () => {
  const worker = service('worker');
  assert.equal(worker.container_name, undefined);
  assert.equal(worker.ports, undefined);
  assert.deepEqual(worker.volumes, ['${JUICER_DATA:-data}:/data']);
  assert.deepEqual(service('juicer').volumes, worker.volumes);
  assert.ok('data' in compose.volumes);
});

test('services come back after a crash and tell whether they are well', () => {
  const lasting = services.filter(([name, { profiles }]) => !JOBS.includes(name) && !profiles);
  assert.equal(lasting.length, 4);
  for (const [name, { restart, healthcheck }] of lasting) {
    assert.equal(restart, 'unless-stopped', name);
    assert.ok(healthcheck, `${name} has a health check`);
  }
});

test('the namespace keeps histories for 30 days and knows the search attributes', () => {
  const script = service('temporal-namespace').command?.join('\n') ?? '';
  assert.match(script, /namespace create --namespace default --retention 720h/);
  const registered = /for name in ([^;]+);/.exec(script)?.[1]?.split(' ') ?? [];
  assert.deepEqual(registered.toSorted(), Object.values(SEARCH_ATTRIBUTES).toSorted());
});

test('our image runs as a user without rights and starts a worker', () => {
  const lines = readText('Dockerfile').trim().split('\n');
  assert.ok(lines.includes('USER node'));
  assert.equal(lines.at(-1), 'CMD ["node", "dist/src/worker.js"]');
});

test("compose's own loader takes the file and refuses a typo in it", (context) => {
  const load = loader(context);
  if (!load) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-compose-'));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  const good = load(path.join(projectRoot(), 'docker-compose.yml'));
  assert.equal(good.status, 0, good.stderr);
  const wrong = path.join(folder, 'docker-compose.yml');
  fs.writeFileSync(wrong, readText('docker-compose.yml').replace('depends_on', 'dependson'));
  const refused = load(wrong);
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /dependson/);
});

/** Runs the loader on a file; null, and the test skipped, where there is neither a loader nor a Go that can build it. */
function loader(context: TestContext): ((file: string) => { status: number | null; stderr: string }) | null {
  const built = process.env['JUICER_COMPOSE_LOADER'];
  const [program, ...args] = built ? [built] : ['go', 'run', LOADER_MODULE];
  const run = (file: string) => spawnSync(program ?? '', [...args, file], { encoding: 'utf8' });
  if (!built) {
    const ready = spawnSync('go', ['run', '-n', LOADER_MODULE], { encoding: 'utf8' });
    if (ready.status !== 0) {
      context.skip('needs the compose loader: Go with access to modules, or JUICER_COMPOSE_LOADER');
      return null;
    }
  }
  return run;
}
