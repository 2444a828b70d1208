/** Lines of text, split at line feeds only: JSON may hold the other characters that end lines elsewhere. */
import { chunksIn } from '../storage/files.js';

const LINE_FEED = 0x0a;

/** Each line without its line feed, and what follows the last one, unless that is nothing. Holds one line at a time. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at)]);
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** The lines of a file, as text. */
export async function* fileLines(file: string): AsyncGenerator<string> {
  for await (const line of splitLines(chunksIn(file))) yield line.toString();
}
