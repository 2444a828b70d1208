/**
 * What the module of an own op imports: `import { defineFilter, defineMapper, z } from 'durable-juicer/ops'`. See
 * docs/custom-operators.md.
 */
export { z } from 'zod';
export { defineFilter, defineMapper } from './define.js';
export type {
  Example,
  FilterOp,
  FilterOutcome,
  FolderFiles,
  ListFiles,
  LoadFile,
  MadeRow,
  Mapped,
  MapperOp,
  Op,
  RowView,
  StatType,
  StatValue,
} from './define.js';
