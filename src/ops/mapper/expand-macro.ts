/**
 * Puts the values of a LaTeX text's own macros in their place, those without arguments. Use it on papers before ops that
 * read prose. `\def\x{y}\na \x b` becomes `\defy{y}\na y b`: definitions are expanded as well, as with the peer.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { macroDefinitions } from '../text/macro-definitions.js';
import { MacroText } from '../text/macro-text.js';

/** `expand_macro_mapper`: a text into which far more would be put than it holds makes it throw. */
export const expandMacroMapper = defineMapper({
  name: 'expand_macro_mapper',
  summary: 'Expands macros without arguments that LaTeX defines.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: '\\def\\x{y}\na \\x b', after: '\\defy{y}\na y b' },
    { before: '\\newcommand{\\ab}{c}\n\\ab, \\abc\\ab', after: '\\newcommand{c}{c}\nc, \\abc\\ab' },
  ],
  map: (row) => {
    const macros = macroDefinitions(row.text);
    if (macros.size === 0) return row.text;
    const text = new MacroText(row.text);
    for (const [name, value] of macros) text.replace(name, value);
    return text.toString();
  },
});
