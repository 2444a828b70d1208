/** The members of a JSON object as they stand in its text: a judge of values that parses nothing. */

/** One member: its key as a value, its value as written. */
export interface Member {
  key: string;
  value: string;
}

/** Members in order, a key that stands twice twice. The line must be an object in valid JSON. */
export function members(line: string): Member[] {
  const found: Member[] = [];
  let at = skipSpace(line, line.indexOf('{') + 1);
  while (line[at] !== '}') {
    const keyEnd = valueEnd(line, at);
    const key = JSON.parse(line.slice(at, keyEnd)) as string;
    const from = skipSpace(line, skipSpace(line, keyEnd) + 1);
    const end = valueEnd(line, from);
    found.push({ key, value: line.slice(from, end) });
    at = skipSpace(line, end);
    if (line[at] === ',') at = skipSpace(line, at + 1);
  }
  return found;
}

/** What must survive of a value: a string's code units, everything else as written. */
export function lasting({ value }: Member): unknown {
  return value.startsWith('"') ? ['string', JSON.parse(value)] : value;
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(line[at] ?? 'x')) at++;
  return at;
}

/** Index behind the value that begins at `from`. */
function valueEnd(line: string, from: number): number {
  if (line[from] === '"') return stringEnd(line, from);
  if (line[from] !== '{' && line[from] !== '[') {
    let at = from;
    while (at < line.length && !',]} \t\r\n'.includes(line[at] ?? '')) at++;
    return at;
  }
  let depth = 0;
  for (let at = from; ;) {
    const c = line[at];
    if (c === '"') at = stringEnd(line, at);
    else {
      if (c === '{' || c === '[') depth++;
      if (c === '}' || c === ']') depth--;
      at++;
      if (depth === 0) return at;
    }
  }
}

function stringEnd(line: string, from: number): number {
  let at = from + 1;
  while (line[at] !== '"') at += line[at] === '\\' ? 2 : 1;
  return at + 1;
}
