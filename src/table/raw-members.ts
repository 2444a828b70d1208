/** Members of a row that is kept raw, in its JSON text. */
import { JuicerError } from '../model/errors.js';
import { JsonScanner } from './json-scan.js';
import { findLast } from './member-key.js';
import type { Members } from './members.js';
import { withLineFeed } from './text-path.js';

/** Name → JSON of the value. */
type Values = ReadonlyMap<string, string>;

/**
 * The JSON object with members set: in the place of the last one of that name, which is the one that counts, or at its end.
 * All else stays as it is spelt.
 * @throws JuicerError E_INTERNAL when the text is no JSON object.
 */
export function withMembers(text: string, values: Values): string {
  let row = text;
  for (const [name, json] of values) row = withMember(row, name, json);
  return row;
}

/**
 * Whether the JSON object has a member of that name.
 * @throws JuicerError E_INTERNAL when the text is no JSON object.
 */
export function hasMember(text: string, name: string): boolean {
  return found(Buffer.from(text), name).slot >= 0;
}

function found(bytes: Uint8Array, name: string): { members: Members; slot: number } {
  const line = withLineFeed(bytes, 0, bytes.length);
  const scanner = new JsonScanner(line);
  if (scanner.object(0, bytes.length) !== 'object')
    throw new JuicerError('E_INTERNAL', 'row kept raw is not a JSON object');
  return { members: scanner.members, slot: findLast(line, scanner.members, name, Buffer.from(name)) };
}

function withMember(text: string, name: string, json: string): string {
  const bytes = Buffer.from(text);
  const { members, slot } = found(bytes, name);
  const [start, end] =
    slot < 0 ? [bytes.length - 1, bytes.length - 1] : [members.valueStart[slot], members.valueEnd[slot]];
  const value = slot < 0 ? `${members.count > 0 ? ',' : ''}${JSON.stringify(name)}:${json}` : json;
  return bytes.toString('utf8', 0, start) + value + bytes.toString('utf8', end);
}
