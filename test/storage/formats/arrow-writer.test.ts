import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageReader } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import lz4 from 'lz4-napi';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import { parse } from '../../table/support.js';
import { COMMON_LINES, arrow, withStats } from './forms.js';

const UNPACK = {
  lz4: (bytes: Uint8Array): Uint8Array => lz4.decompressFrameSync(Buffer.from(bytes)),
  zstd: (bytes: Uint8Array): Uint8Array => unzstd(bytes),
};
/** The magic and its padding. */
const START = 8;

for (const compression of ['lz4', 'zstd'] as const)
  test(`before each buffer of an Arrow file with ${compression} stands the length that it has unpacked`, async () => {
    const table = withStats(parse([...COMMON_LINES, `{"text":"${'long '.repeat(999)}"}`].join('\n')).table);
    const file = await tableCodec(arrow(compression)).encode(table);
    const reader = new MessageReader(file.subarray(START));
    let packed = 0;
    for (const message of reader) {
      if (!message.isRecordBatch()) continue;
      const body = Buffer.from(reader.readMessageBody(message.bodyLength));
      for (const { offset, length } of message.header().buffers) {
        if (length === 0) continue;
        const told = body.readBigInt64LE(offset);
        if (told === -1n) continue;
        packed++;
        const content = UNPACK[compression](body.subarray(offset + 8, offset + length));
        assert.equal(content.length, Number(told));
      }
    }
    assert.ok(packed > 3, `${packed} buffers are packed`);
  });
