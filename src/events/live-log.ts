/**
 * The event log while a run goes on: a view that is appended to. It is one file from the first line to the end of the run,
 * when the export takes its name; whoever still writes then writes to a file without a name.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { JuicerEvent } from '../model/event.js';
import { diskErrors } from '../storage/disk-error.js';
import { RUN_FILES } from '../storage/layout.js';
import { atLeast, type LogFileOptions } from './log-file.js';
import { parseLines, readEventLog } from './query.js';

/** The view of one run. */
export class LiveLog {
  private constructor(
    private readonly file: string,
    private readonly options: LogFileOptions,
    private readonly told: Set<string>,
    private fd: number,
  ) {}

  /** Size up to which `told` knows the file. */
  private known = 0;

  /** Opens the log of a run's folder, or begins it. What it holds is not written again; a last line that is half is cut off. */
  static async open(dir: string, options: LogFileOptions): Promise<LiveLog> {
    const file = path.join(dir, RUN_FILES.events);
    const fd = diskErrors(`open ${RUN_FILES.events}`, () => {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      const opened = fs.openSync(
        file,
        fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_APPEND,
        0o644,
      );
      cutHalfLine(opened);
      return opened;
    });
    const { size } = fs.fstatSync(fd);
    const told = new Set<string>();
    for await (const event of readEventLog(dir)) told.add(keyOf(event));
    const log = new LiveLog(file, options, told, fd);
    log.known = size;
    return log;
  }

  /** Writes the events that are not there yet and have the level. */
  append(events: readonly JuicerEvent[]): void {
    diskErrors(`read ${RUN_FILES.events}`, () => this.catchUp());
    const lines = events
      .filter((event) => atLeast(this.options.log_level, event.event_type) && this.isNew(event))
      .map((event) => `${JSON.stringify(event)}\n`);
    if (lines.length === 0) return;
    diskErrors(`append to ${RUN_FILES.events}`, () => {
      const bytes = Buffer.from(lines.join(''));
      for (let at = 0; at < bytes.length;) at += fs.writeSync(this.fd, bytes, at);
      const { size } = fs.fstatSync(this.fd);
      // If another wrote in between, all of it is read back before the next line.
      if (size === this.known + bytes.length) this.known = size;
      if (size > this.options.max_log_size_mb * 2 ** 20) this.rotate();
    });
  }

  close(): void {
    fs.closeSync(this.fd);
  }

  /** What another writer appended: one that was asked to end a moment ago may have had something in hand. */
  private catchUp(): void {
    const { size } = fs.fstatSync(this.fd);
    if (size <= this.known) return;
    const added = Buffer.alloc(size - this.known);
    fs.readSync(this.fd, added, 0, added.length, this.known);
    for (const event of parseLines(added.toString())) this.told.add(keyOf(event));
    this.known = size;
  }

  private isNew(event: JuicerEvent): boolean {
    const key = keyOf(event);
    if (this.told.has(key)) return false;
    this.told.add(key);
    return true;
  }

  /** A full file becomes `.1`, that `.2`, and so on; not when the name has gone to another file, which is the export. */
  private rotate(): void {
    if (fs.statSync(this.file, { throwIfNoEntry: false })?.ino !== fs.fstatSync(this.fd).ino) return;
    const { backup_count } = this.options;
    for (let n = backup_count; n > 0; n--) {
      const older = n === 1 ? this.file : `${this.file}.${n - 1}`;
      if (fs.existsSync(older)) fs.renameSync(older, `${this.file}.${n}`);
    }
    if (backup_count === 0) fs.rmSync(this.file);
    fs.closeSync(this.fd);
    this.fd = fs.openSync(this.file, 'ax+');
    this.known = 0;
  }
}

function keyOf({ source, provisional, event_type, attempt }: JuicerEvent): string {
  const mark = provisional ? ` ${event_type} ${attempt}` : '';
  return `${source.run_id} ${source.event_id} ${source.index}${mark}`;
}

/** Cuts what follows the last line feed: whoever wrote it died. */
function cutHalfLine(fd: number): void {
  const { size } = fs.fstatSync(fd);
  const piece = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - piece.length);
    const read = fs.readSync(fd, piece, 0, end - start, start);
    const feed = piece.subarray(0, read).lastIndexOf(0x0a);
    if (feed !== -1) return cutTo(fd, start + feed + 1, size);
    end = start;
  }
  cutTo(fd, 0, size);
}

/** A file that is whole is left alone: it may be the export of a run that has ended. */
function cutTo(fd: number, end: number, size: number): void {
  if (end < size) fs.ftruncateSync(fd, end);
}
