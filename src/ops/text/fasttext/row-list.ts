/** A growing list of row numbers. */
export class RowList {
  values = new Int32Array(4096);
  length = 0;

  /** Appends one row. */
  push(row: number): void {
    if (this.length === this.values.length) this.grow(1);
    this.values[this.length++] = row;
  }

  /** Makes room for `count` more rows. */
  grow(count: number): void {
    if (this.length + count <= this.values.length) return;
    const larger = new Int32Array((this.length + count) * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
