/** The `.tex` files of an archive. */
import { damaged } from './damaged.js';
import { gzipSource, plainSource } from './source.js';
import { tarMembers, type Member } from './tar.js';
import { zipMembers } from './zip.js';

/** Most bytes of one file, and of all together; 0 for no limit. */
export interface TexLimits {
  file: number;
  total: number;
}

const ENDING = '.tex';

/**
 * The texts of the `.tex` files, in the order in which they are in the archive; what is no UTF-8 in them is replaced. Files
 * above the limit are passed over; the first with which all together would be above theirs ends the list.
 * @throws JuicerError E_ROW when the ending of the path is none of .tar, .tar.gz, .tgz and .zip, or the archive is damaged.
 */
export function texFiles(path: string, bytes: Uint8Array, limits: TexLimits): string[] {
  const texts: string[] = [];
  let total = 0;
  for (const member of membersOf(path.toLowerCase(), bytes)) {
    if (!member.name.endsWith(ENDING)) continue;
    if (limits.file > 0 && member.size > limits.file) continue;
    if (limits.total > 0 && total + member.size > limits.total) break;
    const content = member.read();
    total += content.length;
    texts.push(textOf(content));
  }
  return texts;
}

function membersOf(path: string, bytes: Uint8Array): Iterable<Member> {
  if (path.endsWith('.zip')) return zipMembers(bytes);
  if (!/\.(?:tar|tar\.gz|tgz)$/.test(path)) throw damaged('is none of .tar, .tar.gz, .tgz and .zip');
  // What it is packed by is told by its content, whatever its ending says.
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return tarMembers(isGzip ? gzipSource(bytes) : plainSource(bytes));
}

function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  } catch {
    throw damaged('has a file that is too large for a text');
  }
}
