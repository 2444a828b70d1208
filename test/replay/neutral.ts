/** Makes a recorded history neutral: nothing in it tells of the machine, its folders or its user. */
import type { Payload } from '@temporalio/common';

/** What to put in place of what, in every text of a history; payloads are looked into. */
export type Replacement = [found: RegExp | string, neutral: string];

/** A value of proto JSON with every text replaced; a payload is decoded, replaced and encoded again. */
export function neutral(value: unknown, replacements: readonly Replacement[]): unknown {
  if (typeof value === 'string') return replaced(value, replacements);
  if (Array.isArray(value)) return value.map((item) => neutral(item, replacements));
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonPayload(value)) {
    const data = encoded(neutral(decoded(value), replacements));
    return { ...value, data };
  }
  return mapped(value, (item) => neutral(item, replacements));
}

/** The same value with every payload decoded, for a look at what it holds. */
export function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return isJsonPayload(value) ? decoded(value) : mapped(value, opened);
}

/** A payload in proto JSON: metadata and data are base64. */
type JsonPayload = { metadata: { encoding: string }; data: string } & Omit<Payload, 'metadata' | 'data'>;

function isJsonPayload(value: object): value is JsonPayload {
  const { metadata, data } = value as Partial<JsonPayload>;
  if (typeof metadata?.encoding !== 'string' || typeof data !== 'string') return false;
  const encoding = Buffer.from(metadata.encoding, 'base64').toString();
  if (encoding !== 'json/plain')
    throw new Error(`a payload is encoded as ${encoding}, which is not looked into`);
  return true;
}

function decoded({ data }: JsonPayload): unknown {
  return JSON.parse(Buffer.from(data, 'base64').toString()) as unknown;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((now, [found, by]) => now.replaceAll(found, by), text);
}

function mapped(value: object, change: (item: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
