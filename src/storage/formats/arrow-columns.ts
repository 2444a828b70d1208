/** Columns as Arrow data and back, by handing over buffers: no value is touched. */
import * as arrow from 'apache-arrow';
import { JuicerError } from '../../model/errors.js';
import type { Batch, Column } from '../../table/column.js';
import {
  STATS_STRUCT,
  isRequired,
  splitStats,
  type FileColumn,
  type FileSchema,
  type Placed,
} from './file-schema.js';

/** Marks json columns for readers of Arrow metadata. */
const KIND_KEY = 'juicer.kind';

/** The Arrow schema of a file: stats are children of one struct, at the end. */
export function arrowSchema(schema: FileSchema): arrow.Schema {
  const { plain, stats } = splitStats(schema.columns);
  const fields = plain.map(arrowField);
  if (stats.length > 0)
    fields.push(new arrow.Field(STATS_STRUCT, new arrow.Struct(stats.map(arrowField)), false));
  return new arrow.Schema(fields);
}

function arrowField(column: FileColumn): arrow.Field {
  const metadata = column.kind === 'json' ? new Map([[KIND_KEY, 'json']]) : undefined;
  return new arrow.Field(column.stored, arrowType(column.kind), !isRequired(column), metadata);
}

function arrowType(kind: Column['kind']): arrow.DataType {
  if (kind === 'int64') return new arrow.Int64();
  if (kind === 'int32') return new arrow.Int32();
  if (kind === 'double') return new arrow.Float64();
  return kind === 'bool' ? new arrow.Bool() : new arrow.Utf8();
}

/** A batch as Arrow record batch over the same buffers. */
export function toRecordBatch(batch: Batch, files: FileSchema, schema: arrow.Schema): arrow.RecordBatch {
  const { plain, stats } = splitStats(files.columns);
  const dataOf = ({ index }: Placed): arrow.Data => toData(batch.columns[index] as Column, batch.rows);
  const children = plain.map(dataOf);
  const struct = schema.fields[plain.length];
  if (struct) children.push(structData(struct.type as arrow.Struct, batch.rows, stats.map(dataOf)));
  return new arrow.RecordBatch(schema, structData(new arrow.Struct(schema.fields), batch.rows, children));
}

function structData(type: arrow.Struct, length: number, children: arrow.Data[]): arrow.Data<arrow.Struct> {
  return arrow.makeData({ type, length, nullCount: 0, children });
}

function toData(column: Column, length: number): arrow.Data {
  const nulls = column.validity ? { nullBitmap: column.validity } : { nullCount: 0 };
  if (column.kind === 'utf8' || column.kind === 'json') {
    return arrow.makeData({
      type: new arrow.Utf8(),
      length,
      ...nulls,
      valueOffsets: column.offsets,
      data: column.values,
    });
  }
  if (column.kind === 'int64')
    return arrow.makeData({ type: new arrow.Int64(), length, ...nulls, data: column.values });
  if (column.kind === 'int32')
    return arrow.makeData({ type: new arrow.Int32(), length, ...nulls, data: column.values });
  if (column.kind === 'double')
    return arrow.makeData({ type: new arrow.Float64(), length, ...nulls, data: column.values });
  return arrow.makeData({ type: new arrow.Bool(), length, ...nulls, data: column.values });
}

/**
 * An Arrow record batch as batch over the same buffers.
 * @throws JuicerError E_CHECKPOINT when a column of the schema is missing.
 */
export function fromRecordBatch(record: arrow.RecordBatch, files: FileSchema): Batch {
  const top = childrenByName(record.data, record.schema.fields);
  const struct = top.get(STATS_STRUCT);
  const stats = struct
    ? childrenByName(struct, (struct.type as arrow.Struct).children)
    : new Map<string, arrow.Data>();
  const columns = files.columns.map((column) => {
    const data = (column.role === 'stat' ? stats : top).get(column.stored);
    if (!data)
      throw new JuicerError('E_CHECKPOINT', `file lacks the column "${column.stored}" of its own schema`);
    return fromData(column, data);
  });
  return { rows: record.numRows, columns };
}

function childrenByName(parent: arrow.Data, fields: readonly arrow.Field[]): Map<string, arrow.Data> {
  return new Map(fields.map((field, i) => [field.name, parent.children[i] as arrow.Data]));
}

function fromData({ name, role, kind }: FileColumn, data: arrow.Data): Column {
  const rows = data.length;
  const validity = data.nullCount > 0 ? (data.nullBitmap as Uint8Array) : null;
  const base = { name, role, validity };
  const values: unknown = data.values;
  if (kind === 'utf8' || kind === 'json') {
    const offsets = data.valueOffsets.subarray(0, rows + 1) as Int32Array;
    return { ...base, kind, offsets, values: values as Uint8Array };
  }
  if (kind === 'int64') return { ...base, kind, values: (values as BigInt64Array).subarray(0, rows) };
  if (kind === 'int32') return { ...base, kind, values: (values as Int32Array).subarray(0, rows) };
  if (kind === 'double') return { ...base, kind, values: (values as Float64Array).subarray(0, rows) };
  return { ...base, kind, values: values as Uint8Array };
}
