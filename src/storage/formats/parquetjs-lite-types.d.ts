/** The part of parquetjs-lite 0.8.7 that is used here; the package has no types. It throws strings, not errors. */
declare module 'parquetjs-lite' {
  import type { Writable } from 'node:stream';

  /** A field of a schema: a scalar with a type, or a struct with fields. Statistics are on unless false. */
  export interface LiteField {
    type?: 'UTF8' | 'INT64' | 'INT32' | 'DOUBLE' | 'BOOLEAN';
    optional?: boolean;
    statistics?: boolean;
    compression?: 'SNAPPY' | 'GZIP' | 'UNCOMPRESSED';
    fields?: Record<string, LiteField>;
  }

  /** Values by field name; a null may be a missing property. 64-bit integers are read as bigint. */
  export type LiteRow = Record<string, unknown>;

  /** A checked schema. */
  export interface LiteSchema {
    readonly schema: Record<string, LiteField>;
  }

  /** Writes rows to a stream. */
  export interface LiteWriter {
    setMetadata(key: string, value: string): void;
    appendRow(row: LiteRow): Promise<void>;
    close(): Promise<void>;
  }

  /** Reads a file; the cursor gives null at its end. */
  export interface LiteReader {
    getCursor(): { nextRowGroup(): Promise<LiteRow[] | null> };
    getMetadata(): Record<string, string>;
    close(): Promise<void>;
  }

  /** Row groups of `rowGroupSize` rows. */
  export interface LiteWriterOptions {
    rowGroupSize?: number;
    useDataPageV2?: boolean;
    pageIndex?: boolean;
  }

  const lite: {
    ParquetSchema: new (fields: Record<string, LiteField>) => LiteSchema;
    ParquetWriter: {
      openStream(schema: LiteSchema, stream: Writable, options: LiteWriterOptions): Promise<LiteWriter>;
    };
    ParquetReader: { openBuffer(buffer: Buffer): Promise<LiteReader> };
  };
  export { lite as default };
}
