/** The weight matrices of a fastText model, stored whole or product-quantised. */
import type { ModelReader } from './reader.js';

/** Row-major weights. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** Centroids of a product quantiser: a row is cut into sub-vectors, each of which is one of 256 centroids. */
interface Quantiser {
  dimension: number;
  parts: number;
  partSize: number;
  lastPartSize: number;
  centroids: Float32Array;
}

const CENTROIDS = 256;

/**
 * Reads one matrix and, where it is quantised, expands it.
 * @throws JuicerError E_RECIPE when it is damaged.
 */
export function readMatrix(reader: ModelReader, quantised: boolean): Matrix {
  return quantised ? readQuantised(reader) : readDense(reader);
}

function readDense(reader: ModelReader): Matrix {
  const rows = reader.int64();
  const columns = reader.int64();
  if (rows < 0 || columns <= 0) reader.fail('has an impossible matrix');
  return { rows, columns, values: reader.floats(rows * columns) };
}

function readQuantised(reader: ModelReader): Matrix {
  const hasNorms = reader.flag();
  const rows = reader.int64();
  const columns = reader.int64();
  const codes = reader.bytes(reader.int32());
  const quantiser = readQuantiser(reader);
  if (quantiser.dimension !== columns || codes.length !== rows * quantiser.parts)
    reader.fail('has an impossible matrix');
  const normCodes = hasNorms ? reader.bytes(rows) : null;
  const norms = hasNorms ? readQuantiser(reader) : null;
  if (norms && (norms.dimension !== 1 || norms.parts !== 1)) reader.fail('has an impossible quantiser');
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    expandRow(quantiser, codes, row, values);
    const norm = normCodes && norms ? (norms.centroids[normCodes[row] as number] as number) : 1;
    scaleRow(values, row * columns, (row + 1) * columns, norm);
  }
  return { rows, columns, values };
}

function readQuantiser(reader: ModelReader): Quantiser {
  const dimension = reader.int32();
  const parts = reader.int32();
  const partSize = reader.int32();
  const lastPartSize = reader.int32();
  const adds = parts > 0 && partSize > 0 && lastPartSize > 0 && lastPartSize <= partSize;
  if (!adds || (parts - 1) * partSize + lastPartSize !== dimension)
    reader.fail('has an impossible quantiser');
  return { dimension, parts, partSize, lastPartSize, centroids: reader.floats(dimension * CENTROIDS) };
}

/** Writes a row without its norm, which {@link scaleRow} brings in. */
function expandRow(q: Quantiser, codes: Uint8Array, row: number, out: Float32Array): void {
  for (let part = 0; part < q.parts; part++) {
    const size = part === q.parts - 1 ? q.lastPartSize : q.partSize;
    const code = codes[row * q.parts + part] as number;
    const from = part * CENTROIDS * q.partSize + code * size;
    const to = row * q.dimension + part * q.partSize;
    for (let i = 0; i < size; i++) out[to + i] = q.centroids[from + i] as number;
  }
}

function scaleRow(values: Float32Array, start: number, end: number, norm: number): void {
  for (let i = start; i < end; i++) values[i] = norm * (values[i] as number);
}
