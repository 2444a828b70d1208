/** Members of zip archives, as Python's `zipfile` finds them: by the directory at the end. */
import { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { damaged } from './damaged.js';
import type { Member } from './tar.js';

interface Entry {
  name: string;
  rawName: Buffer;
  flags: number;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  header: number;
}

const END = 'PK\x05\x06';
const END_SIZE = 22;
const DIRECTORY = 'PK\x01\x02';
const DIRECTORY_SIZE = 46;
const LOCAL = 'PK\x03\x04';
const LOCAL_SIZE = 30;
const MOST_COMMENT = 65_536;
/** Stands for a number that is elsewhere, in archives of more than 4 GiB or 65,535 members. */
const ELSEWHERE = 0xffffffff;
const UTF8_NAME = 0x800;
const ENCRYPTED = 0x1;
const PATCHED = 0x20;
const STORED = 0;
const DEFLATED = 8;

/**
 * The members of an archive in the order of its directory. Of several that have one name, each is the last of them.
 * @throws JuicerError E_ROW when the archive is damaged; `read` throws it also for what is packed or encrypted otherwise.
 */
export function zipMembers(content: Uint8Array): Member[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const entries = entriesOf(bytes);
  const last = new Map(entries.map((entry) => [entry.name, entry]));
  return entries.map(({ name }) => {
    const entry = last.get(name) as Entry;
    return { name, size: entry.size, read: () => contentOf(bytes, entry) };
  });
}

function entriesOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes);
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  if (size === ELSEWHERE || offset === ELSEWHERE)
    throw damaged('is in the format Zip64, which is not supported');
  /** What stands before the archive itself. */
  const before = end - size - offset;
  if (before < 0) throw damaged('has a damaged directory');
  const entries: Entry[] = [];
  for (let at = offset + before; at < end;) {
    if (at + DIRECTORY_SIZE > end || !startsAt(bytes, DIRECTORY, at))
      throw damaged('has a damaged directory');
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((k) => bytes.readUInt16LE(at + k)) as [number, number, number]; // prettier-ignore
    entries.push(entryAt(bytes, at, { nameSize, before }));
    at += DIRECTORY_SIZE + nameSize + extraSize + commentSize;
  }
  return entries;
}

function entryAt(bytes: Buffer, at: number, o: { nameSize: number; before: number }): Entry {
  const rawName = bytes.subarray(at + DIRECTORY_SIZE, at + DIRECTORY_SIZE + o.nameSize);
  const flags = bytes.readUInt16LE(at + 8);
  const [name = ''] = rawName.toString(flags & UTF8_NAME ? 'utf8' : 'latin1').split('\0');
  return {
    name,
    rawName,
    flags,
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packedSize: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    header: bytes.readUInt32LE(at + 42) + o.before,
  };
}

/** Where the record at the end of the archive is; only its comment follows. */
function endOf(bytes: Buffer): number {
  const plain = bytes.length - END_SIZE;
  if (plain >= 0 && startsAt(bytes, END, plain) && bytes.readUInt16LE(plain + 20) === 0) return plain;
  const from = Math.max(plain - MOST_COMMENT, 0);
  const found = bytes.subarray(from).lastIndexOf(END, undefined, 'latin1');
  if (found === -1 || from + found > plain) throw damaged('is no zip file, or is cut off');
  return from + found;
}

function contentOf(bytes: Buffer, entry: Entry): Uint8Array {
  if (entry.flags & (ENCRYPTED | PATCHED)) throw damaged('has an encrypted file');
  const { header, packedSize, size } = entry;
  if (header + LOCAL_SIZE > bytes.length || !startsAt(bytes, LOCAL, header))
    throw damaged('has a damaged header');
  const nameEnd = header + LOCAL_SIZE + bytes.readUInt16LE(header + 26);
  const start = nameEnd + bytes.readUInt16LE(header + 28);
  const isSame = bytes.subarray(header + LOCAL_SIZE, nameEnd).equals(entry.rawName);
  if (!isSame || packedSize === ELSEWHERE || start + packedSize > bytes.length)
    throw damaged('has a damaged header');
  const packed = bytes.subarray(start, start + packedSize);
  const unpacked = entry.method === STORED ? packed.subarray(0, size) : inflated(packed, entry);
  if (crc32(unpacked) !== entry.crc) throw damaged('has a damaged file');
  return unpacked;
}

function inflated(packed: Buffer, { method, size }: Entry): Buffer {
  if (method !== DEFLATED)
    throw damaged(`has a file that is packed by method ${method}, which is not supported`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw damaged('has a damaged file');
  }
}

function startsAt(bytes: Buffer, sign: string, at: number): boolean {
  return bytes.toString('latin1', at, at + sign.length) === sign;
}
