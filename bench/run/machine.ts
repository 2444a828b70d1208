/** What was measured on. */
import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

/** The machine and the versions that matter. `load` is the load average of the last minute when the bench began. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  platform: string;
  node: string;
  versions: Record<string, string>;
  load: number;
}

const PACKAGES = ['@temporalio/worker', 'parquet-wasm', 'apache-arrow'];

/** This machine, now. */
export function thisMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memory_gb: Math.round(os.totalmem() / 2 ** 30),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.versions.node,
    versions: Object.fromEntries([['durable-juicer', ownVersion()], ...PACKAGES.map(installed)]),
    load: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  };
}

function ownVersion(): string {
  return versionIn(new URL('../../../package.json', import.meta.url));
}

function installed(name: string): [string, string] {
  return [name, versionIn(new URL(`../../../node_modules/${name}/package.json`, import.meta.url))];
}

function versionIn(url: URL): string {
  return (JSON.parse(fs.readFileSync(fileURLToPath(url), 'utf8')) as { version: string }).version;
}
