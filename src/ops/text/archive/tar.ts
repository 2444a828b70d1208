/** Members of tar archives, as Python's `tarfile` finds them: old, POSIX (ustar, pax) and GNU headers. */
import { Buffer } from 'node:buffer';
import { damaged } from './damaged.js';
import type { Source } from './source.js';

/** A file in an archive. */
export interface Member {
  name: string;
  /** Bytes, as the archive says. */
  size: number;
  /** Its content; to be asked for at most once, before the next member. */
  read(): Uint8Array;
}

interface Header {
  name: string;
  size: number;
  type: string;
  block: Buffer;
}

const BLOCK = 512;
/** Most that the headers of one member may hold, and most that is unpacked of an archive. */
const MOST_HEADER = 1024 * 1024;
const MOST_UNPACKED = 4 * 1024 ** 3;
const FILES = ['0', '\0', '7', 'S'];
/** Links, devices, folders and pipes: no content follows them, whatever their size says. */
const WITHOUT_CONTENT = ['1', '2', '3', '4', '5', '6'];
const OCTAL = /^[0-7]*$/;
const PAX_LENGTH = /(\d+) /y;

/**
 * The files of an archive in their order; folders, links and the like are passed over.
 * @throws JuicerError E_ROW when the archive is damaged, cut off or unpacks to more than 4 GiB.
 */
export function* tarMembers(source: Source): Generator<Member> {
  const all = new Map<string, string>();
  let own = new Map<string, string>();
  let unpacked = 0;
  for (let isFirst = true; ; isFirst = false) {
    const header = nextHeader(source, isFirst);
    if (!header) return;
    const told = Number.parseInt(own.get('size') ?? all.get('size') ?? '', 10);
    const isExtra = 'LKxXg'.includes(header.type);
    const size = isExtra || Number.isNaN(told) ? header.size : told;
    unpacked += size + 2 * BLOCK;
    if (unpacked > MOST_UNPACKED) throw damaged(`unpacks to more than ${MOST_UNPACKED} bytes`);
    if (isExtra) {
      readExtra(source, header, { all, own });
      continue;
    }
    const name = own.get('path') ?? all.get('path') ?? header.name;
    const isSparse = header.type === 'S' || [...own.keys()].some((key) => key.startsWith('GNU.sparse.'));
    own = new Map();
    if (header.type === 'S') skipSparseMap(source, header.block);
    if (WITHOUT_CONTENT.includes(header.type)) continue;
    const content = new Content(source, size);
    const isFolder = header.type === '\0' && header.name.endsWith('/');
    if (FILES.includes(header.type) && !isFolder)
      yield {
        name,
        size,
        read: () => {
          if (isSparse) throw damaged('has a sparse file, which is not supported');
          return content.read();
        },
      };
    content.skip();
  }
}

/** What follows a header, in whole blocks. */
class Content {
  readonly #source: Source;
  readonly #size: number;
  #left: number;

  constructor(source: Source, size: number) {
    this.#source = source;
    this.#size = size;
    this.#left = Math.ceil(size / BLOCK) * BLOCK;
  }

  read(): Uint8Array {
    this.#left -= this.#size;
    const bytes = this.#source.take(this.#size);
    if (bytes.length < this.#size) throw damaged('is cut off');
    return bytes;
  }

  skip(): void {
    if (this.#source.skip(this.#left) < this.#left) throw damaged('is cut off');
  }
}

function nextHeader(source: Source, isFirst: boolean): Header | null {
  const taken = source.take(BLOCK);
  const block = Buffer.from(taken.buffer, taken.byteOffset, taken.length);
  if (block.length === 0 && !isFirst) return null;
  if (block.length < BLOCK) throw damaged(isFirst ? 'is no tar file' : 'is cut off');
  if (block.every((byte) => byte === 0)) return null;
  const told = numberIn(block, 148, 8);
  const bare = Buffer.from(block).fill(' ', 148, 156);
  const sums = [bare.reduce((sum, byte) => sum + byte, 0), bare.reduce((sum, byte) => sum + ((byte << 24) >> 24), 0)]; // prettier-ignore
  if (!sums.includes(told)) throw damaged(isFirst ? 'is no tar file' : 'has a damaged header');
  const type = block.toString('latin1', 156, 157);
  const [name, prefix] = [textIn(block, 0, 100), textIn(block, 345, 155)];
  const hasPrefix = prefix !== '' && !'LKS'.includes(type);
  return { name: hasPrefix ? `${prefix}/${name}` : name, size: numberIn(block, 124, 12), type, block };
}

/** What a header says that belongs to the next member, or to all. Of several for one member the first counts. */
function readExtra(
  source: Source,
  { type, size }: Header,
  { all, own }: { all: Map<string, string>; own: Map<string, string> },
): void {
  if (size > MOST_HEADER) throw damaged('has a damaged header');
  const content = new Content(source, size);
  const taken = content.read();
  const bytes = Buffer.from(taken.buffer, taken.byteOffset, taken.length);
  content.skip();
  if (type === 'L' && !own.has('path')) own.set('path', textIn(bytes, 0, bytes.length));
  if (type === 'L' || type === 'K') return;
  for (const [key, value] of paxRecords(bytes)) {
    if (type === 'g') all.set(key, value);
    else if (!own.has(key)) own.set(key, value);
  }
}

/** Records such as `20 path=name`, each a line that begins with its length. */
function paxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  const text = bytes.toString('latin1');
  for (let at = 0; ;) {
    PAX_LENGTH.lastIndex = at;
    const [start = '', length = ''] = PAX_LENGTH.exec(text) ?? [];
    const end = at + Number(length);
    const record = text.slice(at + start.length, end);
    const sign = record.indexOf('=');
    if (sign < 1) return records;
    const key = record.slice(0, sign);
    const value = bytes.toString('utf8', at + start.length + sign + 1, end - 1);
    const name = key === 'GNU.sparse.name' ? 'path' : key;
    records.set(name, name === 'path' ? value.replace(/\/+$/, '') : value);
    if (name !== key) records.set(key, value);
    at = end;
  }
}

function skipSparseMap(source: Source, header: Buffer): void {
  for (let more = header[482] !== 0; more;) {
    const block = source.take(BLOCK);
    if (block.length < BLOCK) throw damaged('is cut off');
    more = block[504] !== 0;
  }
}

function textIn(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

/** A number in octal digits or, marked by the first byte, in binary. */
function numberIn(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if (first === 0x80) {
    const value = Number(`0x${block.toString('hex', start + 1, start + length)}`);
    if (Number.isSafeInteger(value)) return value;
  }
  const digits = textIn(block, start, length).trim();
  if (!OCTAL.test(digits) || first >= 0x80) throw damaged('has a damaged header');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
