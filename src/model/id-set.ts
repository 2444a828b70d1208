/** A set of small whole numbers as bits: thousands of partitions in a few hundred characters. */

/** Which partitions are settled, for example. Numbers from 0 on. */
export class IdSet {
  private bytes: number[] = [];
  private count = 0;

  /** A set from the text that `toString` gave. */
  static from(hex: string): IdSet {
    const set = new IdSet();
    for (let at = 0; at < hex.length; at += 2) set.bytes.push(parseInt(hex.slice(at, at + 2), 16));
    set.count = set.bytes.reduce((sum, byte) => sum + ones(byte), 0);
    return set;
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.count;
  }

  has(id: number): boolean {
    return ((this.bytes[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  /** Takes a number in; whether it is new. */
  add(id: number): boolean {
    if (this.has(id)) return false;
    while (this.bytes.length <= id >> 3) this.bytes.push(0);
    this.bytes[id >> 3] = (this.bytes[id >> 3] ?? 0) | (1 << (id & 7));
    this.count++;
    return true;
  }

  /** Takes a number out; whether it was there. */
  delete(id: number): boolean {
    if (!this.has(id)) return false;
    this.bytes[id >> 3] = (this.bytes[id >> 3] ?? 0) & ~(1 << (id & 7));
    this.count--;
    return true;
  }

  /** Two hexadecimal digits for eight numbers. */
  toString(): string {
    return this.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

function ones(byte: number): number {
  let sum = 0;
  for (let rest = byte; rest !== 0; rest >>= 1) sum += rest & 1;
  return sum;
}
