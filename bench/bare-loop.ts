/**
 * The seed pipeline with nothing around it, to measure against: `node dist/bench/bare-loop.js FILE.jsonl OUT.jsonl [THREADS]`.
 * Threads read ranges of the file, parse, apply the ops and hand back JSON lines, which are written in order. There is no
 * server, no checkpoint, no hash, no record, no second try; a line that is no JSON is passed over.
 */
import fs from 'node:fs';
import os from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { cutAtLines, readRange } from './run/ranges.js';
import { seedPipeline } from './run/pipeline.js';

/** What a thread is given: the file, its ranges, and the number of the range that is taken next. */
interface Work {
  file: string;
  ranges: [number, number][];
  next: SharedArrayBuffer;
}

/** The lines of one range. */
interface Done {
  index: number;
  lines: Uint8Array<ArrayBuffer>;
}

if (isMainThread) await main(process.argv.slice(2));
else serve(workerData as Work);

async function main([file, out, threads]: string[]): Promise<void> {
  if (file === undefined || out === undefined) {
    process.stderr.write('usage: node dist/bench/bare-loop.js FILE.jsonl OUT.jsonl [THREADS]\n');
    process.exitCode = 2;
    return;
  }
  const work: Work = { file, ranges: cutAtLines(file), next: new SharedArrayBuffer(4) };
  const fd = fs.openSync(out, 'w');
  const write = inOrder((lines) => {
    for (let at = 0; at < lines.length;) at += fs.writeSync(fd, lines, at);
  });
  const count = threads === undefined ? os.availableParallelism() : Number(threads);
  await Promise.all(Array.from({ length: count }, () => runThread(work, write)));
  fs.closeSync(fd);
}

function runThread(work: Work, onDone: (done: Done) => void): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: work });
  worker.on('message', onDone);
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

/** Holds back what comes too early. */
function inOrder(write: (lines: Uint8Array) => void): (done: Done) => void {
  const waiting = new Map<number, Uint8Array>();
  let next = 0;
  return ({ index, lines }) => {
    waiting.set(index, lines);
    for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
      write(ready);
      waiting.delete(next++);
    }
  };
}

function serve({ file, ranges, next }: Work): void {
  const counter = new Int32Array(next);
  const pipeline = seedPipeline();
  const fd = fs.openSync(file, 'r');
  for (;;) {
    const index = Atomics.add(counter, 0, 1);
    const range = ranges[index];
    if (!range) break;
    const lines = new Uint8Array(Buffer.from(pipeline(readRange(fd, range))));
    const done: Done = { index, lines };
    parentPort?.postMessage(done, [lines.buffer]);
  }
  fs.closeSync(fd);
}
