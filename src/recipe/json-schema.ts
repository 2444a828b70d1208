/** The JSON Schema of recipes, for editors: made from the table of keys, the resolved recipe and the ops. */
import { z } from 'zod';
import { fusedListSchema } from './fused-list.js';
import type { Op } from '../ops/define.js';
import type { OpRegistry } from '../ops/registry.js';
import { describeOp } from '../ops/run.js';
import type { ActingKey, RecipeKey } from './key.js';
import { GROUPS, KEYS } from './keys.js';
import { fieldAt, fieldDefault } from './resolved.js';

type Schema = Record<string, unknown>;

/** Values that a key takes besides those of its setting: what {@link ActingKey.as} reads. */
export const OTHER_VALUES: Readonly<Record<string, Schema>> = {
  dataset_path: { type: 'string', description: 'weights before names: "0.5 a.jsonl 2 folder"' },
  'dataset.configs': {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      properties: {
        type: { enum: ['local', 'ondisk'] },
        source: {},
        path: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
        weight: { type: 'number', minimum: 0, maximum: 1000 },
      },
      required: ['path'],
      additionalProperties: false,
    },
  },
  text_keys: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  'partition.num_of_partitions': { const: 'auto' },
  'checkpointing.strategy': { const: 'disabled' },
  'checkpoint.strategy': { const: 'disabled' },
};

/** An item of `process`; no op is called so. */
const OP_ITEM = { $ref: '#/$defs/op' };

/**
 * The JSON Schema (draft 2020-12) of a whole recipe. It takes what the loader takes, except for what no schema can say:
 * settings that contradict each other, bounds in the wrong order, and what is set from outside.
 */
export function recipeJsonSchema(registry: OpRegistry): Schema {
  const ops = registry.all();
  const dotted = `^(${[...GROUPS].join('|')})\\.`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Recipe of durable-juicer',
    type: 'object',
    properties: keyProperties(),
    patternProperties: { [dotted]: { description: 'A key of a group, written with a dot.' } },
    required: ['dataset_path', 'export_path', 'process'],
    additionalProperties: false,
    $defs: { op: itemSchema(ops), ...Object.fromEntries(ops.map((op) => [op.name, paramsSchema(op)])) },
  };

  function keyProperties(): Schema {
    const properties: Record<string, Schema> = {};
    for (const key of KEYS.values()) {
      const schema = key.key === 'process' ? processSchema(key) : keySchema(key);
      const [group = '', name] = splitKey(key.key);
      if (name === undefined) properties[group] = schema;
      else ((properties[group] ??= groupSchema())['properties'] as Schema)[name] = schema;
    }
    return properties;
  }
}

function groupSchema(): Schema {
  return { type: 'object', properties: {}, additionalProperties: false };
}

/** `retry.backoff` → group and name; the name alone for a key of no group. */
function splitKey(key: string): [string, string?] {
  const dot = key.indexOf('.');
  return dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
}

function keySchema(key: RecipeKey): Schema {
  if (key.standing === 'acts') return actingSchema(key);
  if (key.standing === 'notice') return { description: `No effect: ${key.text}.`, deprecated: true };
  return { not: {}, description: `Not supported yet: ${key.text}.`, deprecated: true };
}

function actingSchema(key: ActingKey): Schema {
  const to = key.to ?? key.key;
  const fallback = fieldDefault(to);
  const shown = { description: to === key.key ? key.text : `${key.text} Is read as ${to}.` };
  if (key.words) return { ...shown, enum: [...key.words] };
  const field = fieldAt(to);
  if (!field) throw new Error(`recipe key ${key.key}: there is no setting ${to}`);
  const { $schema: _, description: __, ...own } = z.toJSONSchema(field, { io: 'input' }) as Schema;
  const other = OTHER_VALUES[key.key];
  return {
    ...shown,
    ...(other ? { anyOf: [own, other] } : own),
    ...(fallback === undefined || to !== key.key ? {} : { default: fallback }),
  };
}

/** An op is a bare name, or a mapping of one name to nothing or parameters. */
function processSchema(key: RecipeKey): Schema {
  return { description: key.text, type: 'array', minItems: 1, maxItems: 1000, items: OP_ITEM };
}

function itemSchema(ops: readonly Op[]): Schema {
  const mapping = {
    type: 'object',
    properties: {
      ...Object.fromEntries(ops.map((op) => [op.name, opSchema(op)])),
      ...fusedListSchema(OP_ITEM),
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
  const bare = ops.filter(({ needs = {} }) => Object.keys(needs).length === 0);
  return { description: 'An op.', anyOf: [{ enum: bare.map(({ name }) => name) }, mapping] };
}

function opSchema({ name, summary, needs = {} }: Op): Schema {
  const params = { $ref: `#/$defs/${name}` };
  return Object.keys(needs).length > 0
    ? { description: summary, ...params }
    : { description: summary, anyOf: [{ type: 'null' }, params] };
}

/** Parameters of an op; one that has to be given is required and not null. */
function paramsSchema(op: Op): Schema {
  const { $schema: _, ...schema } = describeOp(op).params;
  const needed = Object.keys(op.needs ?? {});
  if (needed.length === 0) return schema;
  const properties = { ...(schema['properties'] as Record<string, Schema>) };
  for (const name of needed) {
    const { default: __, ...rest } = properties[name] ?? {};
    properties[name] = { ...rest, not: { type: 'null' } };
  }
  return { ...schema, properties, required: needed };
}
