/** A log file that cannot grow without bound. */
import { appendFileSync, renameSync, statSync } from 'node:fs';

/** Appends to a file; past `limit` bytes the file becomes `<file>.1` (the former `.1` goes) and a new one begins. */
export class RotatingLog {
  #size: number;

  constructor(
    readonly path: string,
    private readonly limit = 5 * 1024 * 1024,
  ) {
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Appends the bytes as they are. */
  write(chunk: string | Uint8Array): void {
    if (this.#size > 0 && this.#size + chunk.length > this.limit) {
      renameSync(this.path, `${this.path}.1`);
      this.#size = 0;
    }
    appendFileSync(this.path, chunk, { mode: 0o600 });
    this.#size += chunk.length;
  }

  /** Appends one line with the time in front. */
  line(text: string): void {
    this.write(`${new Date().toISOString()} ${text}\n`);
  }
}
