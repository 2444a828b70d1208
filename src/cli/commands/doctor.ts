/** `juicer doctor`: whether this machine and this server are fit for runs. */
import fs from 'node:fs';
import os from 'node:os';
import { EXIT } from '../../model/errors.js';
import { buildId } from '../../server/build-id.js';
import { retentionWarning } from '../../server/namespace.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';

interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** Less free space than this is worth a warning, MiB. */
const MIN_FREE_MB = 1024;

/** Runs the checks; exit 0 when all are good, 4 when there is no server, 1 otherwise. */
export const doctorCommand: CommandBody = {
  count: [0, 0],
  flags: SERVER_FLAGS,
  example: 'juicer doctor',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: false });
    try {
      const retention = await retentionWarning(session.client.connection as never, session.namespace);
      const free = freeMb(process.cwd());
      const checks: Check[] = [
        { name: 'build', ok: true, detail: buildId() },
        { name: 'node', ok: true, detail: process.versions.node },
        {
          name: 'server',
          ok: true,
          detail: `${session.address}${session.uiUrl ? `, Web UI ${session.uiUrl}` : ''}`,
        },
        { name: 'namespace', ok: true, detail: session.namespace },
        {
          name: 'search attributes',
          ok: session.searchAttributes,
          detail: session.searchAttributes
            ? 'known'
            : 'unknown to the server; lists cannot be filtered by run',
        },
        { name: 'retention', ok: retention === null, detail: retention ?? 'long enough' },
        { name: 'disk', ok: free > MIN_FREE_MB, detail: `${free} MiB free here` },
        {
          name: 'machine',
          ok: true,
          detail: `${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
        },
      ];
      out.data(checks.map((c) => `${c.ok ? 'ok  ' : 'warn'} ${c.name}: ${c.detail}`).join('\n'), {
        schemaVersion: 1,
        checks,
      });
      return checks.every((c) => c.ok) ? EXIT.done : EXIT.failed;
    } finally {
      await session.close();
    }
  },
};

function freeMb(dir: string): number {
  const stat = fs.statfsSync(dir);
  return Math.round((stat.bavail * stat.bsize) / 2 ** 20);
}
