/** A terminal that a command draws on: one write a frame, and everything as it was before at whatever exit. */
import fs from 'node:fs';
import { paint } from '../output.js';
import type { FrameLine, Size } from './frame.js';

/** Second screen on, cursor hidden, lines that are too long are not wrapped. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const TO_TOP = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** Keys that end the view; in raw mode Ctrl-C is one of them. */
const END = ['q', 'Q', '\u0003'];

/** The terminal of this process. `onEnd`: a key was pressed that ends the view; `onResize`: the size is another one. */
export class Screen {
  private open = true;
  private readonly leaveAtExit = (): void => this.leave();
  private readonly raw = process.stdin.isTTY === true;

  constructor(
    private readonly on: { end(): void; resize(): void },
    private readonly stream: NodeJS.WriteStream = process.stdout,
  ) {
    process.once('exit', this.leaveAtExit);
    stream.on('resize', on.resize);
    stream.write(ENTER);
    if (!this.raw) return;
    process.stdin.setRawMode(true);
    process.stdin.on('data', this.key);
    process.stdin.resume();
  }

  /** Size in characters. */
  get size(): Size {
    return { width: this.stream.columns || 80, height: this.stream.rows || 24 };
  }

  /** Draws in place. */
  draw(lines: readonly FrameLine[]): void {
    if (this.open) this.stream.write(frameText(lines));
  }

  /** Gives the terminal back; may be called again. */
  leave(): void {
    if (!this.open) return;
    this.open = false;
    process.off('exit', this.leaveAtExit);
    this.stream.off('resize', this.on.resize);
    // At the exit of the process nothing is written later.
    fs.writeSync(process.stdout.fd, LEAVE);
    if (!this.raw) return;
    process.stdin.off('data', this.key);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  private readonly key = (data: Buffer): void => {
    if (END.some((key) => data.toString().includes(key))) this.on.end();
  };
}

/** What is written to draw a frame over the one before. */
export function frameText(lines: readonly FrameLine[]): string {
  const drawn = lines.map(
    ({ text, tone }) => `${tone === 'plain' ? text : paint(tone, text)}${REST_OF_LINE}`,
  );
  return `${TO_TOP}${drawn.join('\r\n')}${REST_OF_SCREEN}`;
}
