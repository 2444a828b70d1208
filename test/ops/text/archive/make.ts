/** Archives made by hand, so that tests can make wrong ones. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A tar archive of members: name and content, and the type of each if it is no file. */
export function tarOf(members: readonly [name: string, content: Buffer | string, type?: string][]): Buffer {
  const blocks = members.flatMap(([name, content, type = '0']) => {
    const bytes = Buffer.from(content);
    return [tarHeader(name, bytes.length, type), bytes, Buffer.alloc(-bytes.length & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** One header, with its checksum. */
export function tarHeader(name: string, size: number, type = '0'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`        ${type}`, 148, 'latin1');
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** What to say of a zip archive's only member besides the truth. */
export interface Told {
  size?: number;
  crc?: number;
  method?: number;
  flags?: number;
  /** Its name where it stands, when it is another than in the directory. */
  local?: string;
}

/** A zip archive of one member, deflated. */
export function zipOf(name: string, content: Buffer | string, told: Told = {}): Buffer {
  const bytes = Buffer.from(content);
  const packed = deflateRawSync(bytes);
  const { size = bytes.length, crc = crc32(bytes), method = 8, flags = 0, local = name } = told;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(name.length, 22);
  const first = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(local), packed]);
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02\0\0', 'latin1'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(first.length, 16);
  return Buffer.concat([first, directory, end]);
}
