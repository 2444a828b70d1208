/**
 * Careful access to JSON that may be damaged: a field that is missing or of another type gives a value that equals
 * nothing (NaN) or is empty, so that a comparison fails instead of the checker.
 */

/** A JSON object. */
export type Json = Record<string, unknown>;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number, else NaN. */
export function num(object: Json | null, key: string): number {
  const value = object?.[key];
  return typeof value === 'number' ? value : NaN;
}

/** A string, else the empty one. */
export function str(object: Json | null, key: string): string {
  const value = object?.[key];
  return typeof value === 'string' ? value : '';
}

/** An object, else null. */
export function obj(object: Json | null, key: string): Json | null {
  const value = object?.[key];
  return isObject(value) ? value : null;
}

/** The objects of a list, else an empty one. */
export function list(object: Json | null, key: string): Json[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The object in a JSON text, or null when it is none. */
export function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
