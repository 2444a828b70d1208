/** How ops that drop single words take a text apart: into lines, those at tabs, those at spaces. */

/**
 * The text without the words that are not to be kept. Empty words, parts between tabs without words and lines without
 * parts go as well: white space changes even when every word stays.
 */
export function keepWords(text: string, keep: (word: string) => boolean): string {
  return joined(text.split('\n'), '\n', (line) =>
    joined(line.split('\t'), '\t', (part) =>
      part
        .split(' ')
        .filter((word) => word !== '' && keep(word))
        .join(' '),
    ),
  );
}

function joined(pieces: string[], separator: string, change: (piece: string) => string): string {
  return pieces
    .map(change)
    .filter((piece) => piece !== '')
    .join(separator);
}
