/** A JSONL file cut at once, for tests that need partitions and no scan. */
import fs from 'node:fs';
import { Cutter, type CutBounds } from '../../src/input/cutter.js';
import type { Scanned } from '../../src/input/scan.js';
import { LineSplitter } from '../../src/input/splitter.js';

/** What a scan of the file gives. */
export function scannedJsonl(file: string, bounds: CutBounds): Scanned {
  const spec = { file, format: 'jsonl', packing: 'none' } as const;
  const bytes = fs.readFileSync(file);
  const cutter = new Cutter(bounds);
  const splitter = new LineSplitter();
  cutter.begin(spec);
  cutter.chunk(bytes, 0, splitter);
  cutter.end(bytes.length, splitter);
  const partitions = cutter.finish();
  const { mtimeMs } = fs.statSync(file);
  return {
    inputs: [{ ...spec, bytes: bytes.length, mtime_ms: mtimeMs, rows: cutter.totalRows }],
    partitions,
  };
}
