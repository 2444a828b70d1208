/** The tables of docs/recipe.md as they have to read, made from the table of keys. */
import type { ActingKey, RecipeKey } from '../../src/recipe/key.js';
import { KEYS } from '../../src/recipe/keys.js';
import { fieldAt, fieldDefault } from '../../src/recipe/resolved.js';

const REQUIRED = ['dataset_path', 'export_path', 'process'];

/** Lines of one table, its header included. */
export function recipeTable(name: 'acting' | 'spelling' | 'notice' | 'refused'): string {
  const keys = [...KEYS.values()];
  if (name === 'acting') {
    const rows = keys.filter(isActing).filter((key) => !hasAnotherName(key));
    return table(['Key', 'Value', 'Default', 'Meaning'], rows.map(actingRow));
  }
  if (name === 'spelling') {
    const rows = keys.filter(isActing).filter(hasAnotherName);
    return table(
      ['Key', 'Is read as', 'Value'],
      rows.map((key) => [code(key.key), code(key.to ?? ''), valueOf(key)]),
    );
  }
  const standing = keys.filter((key) => key.standing === name);
  const header = name === 'notice' ? ['Key', 'Why it has no effect'] : ['Key', 'What to do'];
  return table(
    header,
    standing.map((key) => [code(key.key), key.text]),
  );
}

function isActing(key: RecipeKey): key is ActingKey {
  return key.standing === 'acts';
}

function hasAnotherName(key: ActingKey): boolean {
  return key.to !== undefined && key.to !== key.key;
}

function actingRow(key: ActingKey): string[] {
  const fallback = REQUIRED.includes(key.key) ? 'required' : code(show(fieldDefault(key.key)));
  return [code(key.key), valueOf(key), fallback, key.text];
}

function valueOf(key: ActingKey): string {
  return key.words?.map(show).join(' or ') ?? fieldAt(key.to ?? key.key)?.description ?? '';
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
