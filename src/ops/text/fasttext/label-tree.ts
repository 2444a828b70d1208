/** Hierarchical softmax: the Huffman tree over the labels, and the walk to the best label. */
import type { Matrix } from './matrix.js';

/** The most probable label: its number and the logarithm of its score. */
export interface BestLabel {
  label: number;
  logScore: number;
}

/** The Huffman tree. Nodes below `leaves` are labels; an inner node's weights are output row node − leaves. */
export class LabelTree {
  private readonly leaves: number;
  private readonly left: Int32Array;
  private readonly right: Int32Array;

  constructor(
    counts: readonly number[],
    private readonly output: Matrix,
  ) {
    this.leaves = counts.length;
    const nodes = 2 * this.leaves - 1;
    this.left = new Int32Array(nodes).fill(-1);
    this.right = new Int32Array(nodes).fill(-1);
    this.build(counts);
  }

  /** Walks the tree for a text's mean vector. Branches that cannot beat the best label so far are left out. */
  best(mean: Float32Array): BestLabel {
    const best = { label: 0, logScore: -Infinity };
    this.walk(mean, 2 * this.leaves - 2, 0, best);
    return best;
  }

  private walk(mean: Float32Array, node: number, logScore: number, best: BestLabel): void {
    if (logScore <= best.logScore) return;
    if (node < this.leaves) {
      best.label = node;
      best.logScore = logScore;
      return;
    }
    const right = sigmoid(this.dot(mean, node - this.leaves));
    const toRight = logScore + smoothedLog(right);
    const toLeft = logScore + smoothedLog(1 - right);
    // The likelier side first: its label usually rules the other side out.
    if (toRight > toLeft) {
      this.walk(mean, this.right[node] as number, toRight, best);
      this.walk(mean, this.left[node] as number, toLeft, best);
    } else {
      this.walk(mean, this.left[node] as number, toLeft, best);
      this.walk(mean, this.right[node] as number, toRight, best);
    }
  }

  private dot(mean: Float32Array, row: number): number {
    const { columns, values } = this.output;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += (values[row * columns + i] as number) * (mean[i] as number);
    return sum;
  }

  /** Labels come ordered by falling count, so the two smallest are at the end of the leaves or the start of the inner nodes. */
  private build(leafCounts: readonly number[]): void {
    const nodes = 2 * this.leaves - 1;
    const counts = new Float64Array(nodes).fill(1e15);
    counts.set(leafCounts);
    let leaf = this.leaves - 1;
    let inner = this.leaves;
    const smallest = (): number =>
      leaf >= 0 && (counts[leaf] as number) < (counts[inner] as number) ? leaf-- : inner++;
    for (let node = this.leaves; node < nodes; node++) {
      const left = smallest();
      const right = smallest();
      this.left[node] = left;
      this.right[node] = right;
      counts[node] = (counts[left] as number) + (counts[right] as number);
    }
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** fastText adds 1e-5 before the logarithm; therefore a score can slightly exceed 1. */
function smoothedLog(x: number): number {
  return Math.log(x + 1e-5);
}
