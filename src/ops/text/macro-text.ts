/**
 * A text cut at its backslashes, in which one macro after the other is replaced. Each replacement costs as much as its
 * value is long, whatever the length of the text and the number of macros.
 */

/** A backslash, the letters and digits behind it, and what follows up to the next backslash; the first piece has no backslash. */
interface Piece {
  /** Null for the first piece. */
  name: string | null;
  tail: string;
  before: Piece | null;
  after: Piece | null;
}

/** Most that is put into one text, in characters: macros that double each other would grow without end. */
const MOST_INSERTED = 32 * 1024 * 1024;
/** What a backslash costs besides its character: a piece. */
const PIECE_COST = 32;
const NAME = /^[a-zA-Z0-9]*/;

/** A text that macros are replaced in. */
export class MacroText {
  private readonly first: Piece = { name: null, tail: '', before: null, after: null };
  private readonly byName = new Map<string, Set<Piece>>();
  private inserted = 0;

  constructor(text: string) {
    this.append(text, this.first);
  }

  /**
   * Puts the value in place of every use of a macro that a character follows, as it stands: what comes with values is not
   * looked at again. That character is used up, so of two uses side by side the second stays.
   * @throws RangeError when values become too long.
   */
  replace(name: string, value: string): void {
    const cost = value.length + PIECE_COST * (value.split('\\').length - 1);
    for (const piece of this.uses(name)) {
      this.inserted += cost;
      if (this.inserted > MOST_INSERTED) throw new RangeError('macros make the text too long');
      const { before, tail, after } = piece;
      this.rename(piece, null);
      if (before === null) continue;
      before.after = after;
      if (after) after.before = before;
      const last = this.append(value, before);
      last.tail += tail;
    }
  }

  toString(): string {
    const parts: string[] = [];
    for (let piece: Piece | null = this.first; piece; piece = piece.after) {
      parts.push(piece.name === null ? piece.tail : `\\${piece.name}${piece.tail}`);
    }
    return parts.join('');
  }

  private uses(name: string): Piece[] {
    const uses: Piece[] = [];
    const seen = new Set<Piece>();
    for (const piece of this.byName.get(name) ?? []) {
      if (seen.has(piece)) continue;
      let free = true;
      for (let next: Piece | null = startOfRun(piece); next?.name === name; next = next.after) {
        seen.add(next);
        const followed = next.tail !== '' || next.after !== null;
        if (free && followed) uses.push(next);
        if (next.tail !== '') break;
        free = !free;
      }
    }
    return uses;
  }

  /** Puts a text behind a piece; gives the piece that it ends in. */
  private append(text: string, piece: Piece): Piece {
    const [head = '', ...rest] = text.split('\\');
    const more = piece.name !== null && piece.tail === '' ? (NAME.exec(head)?.[0] ?? '') : '';
    if (more !== '') this.rename(piece, `${piece.name}${more}`);
    piece.tail += head.slice(more.length);
    return rest.reduce((before, part) => {
      const name = NAME.exec(part)?.[0] ?? '';
      const added: Piece = { name: null, tail: part.slice(name.length), before, after: before.after };
      if (added.after) added.after.before = added;
      before.after = added;
      this.rename(added, name);
      return added;
    }, piece);
  }

  private rename(piece: Piece, name: string | null): void {
    if (piece.name !== null) this.byName.get(piece.name)?.delete(piece);
    piece.name = name;
    if (name === null) return;
    const pieces = this.byName.get(name) ?? new Set();
    this.byName.set(name, pieces.add(piece));
  }
}

/** The first of the pieces of one name that stand side by side. */
function startOfRun(piece: Piece): Piece {
  let start = piece;
  while (start.before?.name === piece.name && start.before.tail === '') start = start.before;
  return start;
}
