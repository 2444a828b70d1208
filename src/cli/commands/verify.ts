/** `juicer verify`: holds the files of an export against its manifest. */
import path from 'node:path';
import { verifyManifest } from '../../client/verify-manifest.js';
import { EXIT } from '../../model/errors.js';
import { fromUrl } from '../../model/object-path.js';
import type { CommandBody } from '../command.js';
import { printable } from '../printable.js';

/** Reads every file that a manifest names; exit 1 when one is not as it says. */
export const verifyCommand: CommandBody = {
  count: [1, 1],
  flags: {},
  example: 'juicer verify outputs/demo/<run>/metadata/manifest.json',
  async run(args, out) {
    const verified = await verifyManifest(path.resolve(fromUrl(args.positionals[0] ?? '')));
    const { files, rows, bytes, bad } = verified;
    const lines = bad.map((file) => `damaged    ${printable(file.path)}: ${file.problem}`);
    const good = `${files} files are as the manifest says: ${rows} rows, ${bytes} bytes`;
    out.data(lines.length > 0 ? lines.join('\n') : good, { schemaVersion: 1, ...verified });
    return bad.length > 0 ? EXIT.failed : EXIT.done;
  },
};
