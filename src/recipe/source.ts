/** Reads the text of a recipe, or of one override's value, into plain values with their places. */
import { LineCounter } from 'yaml';
import { compose, LIMITS } from './compose.js';
import { problemAt, type Place, type RecipeProblem } from './problem.js';
import { placeKey, placeOf, plainTree, type Path } from './tree.js';

/** A value and where its parts stand. */
export interface Source {
  value: unknown;
  /** Place of a key or item; of the nearest thing around it when it has none itself. */
  place(path: Path): Place;
}

/** A syntax error may bring hundreds of others after it. */
const MAX_SYNTAX_ERRORS = 20;

/**
 * Reads a whole file: YAML, or strict JSON when its name ends in `.json`. Null when it cannot be read; why is then in
 * `problems`. A value may come with problems, too.
 */
export function readSource(text: string, file: string, problems: RecipeProblem[]): Source | null {
  const top: Place = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > LIMITS.bytes) {
    problems.push(problemAt(top, { message: `recipe is larger than ${LIMITS.bytes} bytes` }));
    return null;
  }
  const before = problems.length;
  const lines = new LineCounter();
  const tree = readTree(text, file, lines, problems);
  if (tree && file.endsWith('.json') && problems.length === before) checkJson(text, file, lines, problems);
  if (!tree) return null;
  const place = (path: Path): Place => {
    for (let length = path.length; length >= 0; length--) {
      const found = tree.places.get(placeKey(path.slice(0, length)));
      if (found) return found;
    }
    return top;
  };
  return { value: tree.value, place };
}

/** Reads an override's value, YAML on one line. Its parts all stand at `place`. */
export function readValue(text: string, place: Place, problems: RecipeProblem[]): Source | null {
  const found: RecipeProblem[] = [];
  const source = readSource(text === '' ? 'null' : text, place.file, found);
  problems.push(...found.map((problem) => ({ ...problem, ...place })));
  return source === null || found.length > 0 ? null : { value: source.value, place: () => place };
}

function readTree(text: string, file: string, lines: LineCounter, problems: RecipeProblem[]) {
  const composed = compose(text, lines);
  if ('refused' in composed) {
    problems.push(
      problemAt(placeOf(lines, file, composed.offset), { message: `recipe ${composed.refused}` }),
    );
    return null;
  }
  const { document } = composed;
  if (document === null) return { value: null, places: new Map<string, Place>() };
  if (document.directives.yaml.explicit || Object.keys(document.directives.tags).length > 1) {
    problems.push(
      problemAt({ file, line: 1, column: 1 }, { message: 'YAML directives (%) are not allowed' }),
    );
    return null;
  }
  if (document.errors.length === 0) return plainTree(document, lines, file, problems);
  for (const error of document.errors.slice(0, MAX_SYNTAX_ERRORS)) {
    const message = `not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
    problems.push(problemAt(placeOf(lines, file, error.pos[0]), { message }));
  }
  return null;
}

/** YAML takes more than JSON does; a `.json` file is held to JSON. The parser's own message quotes the text: not shown. */
function checkJson(text: string, file: string, lines: LineCounter, problems: RecipeProblem[]): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const offset = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const place = placeOf(lines, file, offset === undefined ? text.length : Number(offset));
    problems.push(problemAt(place, { message: 'not valid JSON', hint: 'name the file .yaml to use YAML' }));
  }
}
