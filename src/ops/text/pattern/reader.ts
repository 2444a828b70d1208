/** A cursor over the characters of a pattern or a replacement. */
import { PatternError } from './tree.js';

/** Reads a source from left to right. */
export class Reader {
  at = 0;

  constructor(
    readonly source: string,
    private readonly part: PatternError['part'],
  ) {}

  get done(): boolean {
    return this.at >= this.source.length;
  }

  /** The next character, empty at the end. */
  peek(): string {
    const code = this.source.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const character = this.peek();
    this.at += character.length;
    return character;
  }

  /** Takes a piece if it comes next. */
  eat(piece: string): boolean {
    if (!this.source.startsWith(piece, this.at)) return false;
    this.at += piece.length;
    return true;
  }

  /** Takes what a sticky expression matches here; its groups, or null. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.source);
    if (found) this.at += found[0].length;
    return found;
  }

  /** An error that tells where it is. */
  error(message: string, at = this.at): PatternError {
    return new PatternError(`${message} (at character ${at + 1})`, this.part);
  }
}
