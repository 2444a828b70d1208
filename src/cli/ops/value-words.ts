/** What a JSON Schema takes, in few words for people. */

/** The part of a JSON Schema that words are made of. */
export interface ValueSchema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly ValueSchema[];
  oneOf?: readonly ValueSchema[];
  items?: ValueSchema;
  description?: string;
  default?: unknown;
}

const NAMES: Record<string, string> = {
  boolean: 'true or false',
  integer: 'whole number',
  string: 'text',
  array: 'list',
  object: 'mapping',
};

/** `number`, `text or list of text`, `one of a, b`. */
export function valueWords(schema: ValueSchema): string {
  const { type, items } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return either(choices.map(valueWords));
  if (typeof type === 'object') return either(type.map((name) => NAMES[name] ?? name));
  if (type === 'array' && items && Object.keys(items).length > 0) return `list of ${valueWords(items)}`;
  return type === undefined ? 'any value' : (NAMES[type] ?? type);
}

function either(words: readonly string[]): string {
  return [...new Set(words)].join(' or ');
}
