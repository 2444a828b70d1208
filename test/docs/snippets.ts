/** Code blocks of a Markdown file. */
import { readText } from '../repo/project.js';

/** A code block. */
export interface Snippet {
  /** What stands behind the backticks, `ts`; empty when nothing does. */
  kind: string;
  /** Its lines, without the indentation that it has in a list. */
  text: string;
  /** How many headings stand above it, less one. */
  section: number;
  /** Of its first line. */
  line: number;
}

/** The code blocks of one of the project's Markdown files, in order. */
export function snippetsOf(file: string): Snippet[] {
  const found: Snippet[] = [];
  let section = -1;
  let open: { indent: string; snippet: Snippet; lines: string[] } | null = null;
  readText(file)
    .split('\n')
    .forEach((text, i) => {
      const [, indent = '', kind = ''] = /^( *)```(\w*)$/.exec(text) ?? [];
      const isFence = text.trimStart().startsWith('```');
      if (open && isFence) {
        found.push({ ...open.snippet, text: open.lines.join('\n') });
        open = null;
      } else if (open) open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
      else if (isFence) open = { indent, lines: [], snippet: { kind, text: '', section, line: i + 2 } };
      else if (/^#{1,6} /.test(text)) section++;
    });
  return found;
}
