/** JSON lines at random. */
import fc from 'fast-check';

/** Objects of any JSON values with a text, compact and with the escapes of JSON.stringify; no doubled keys. */
export const anyLines = fc
  .array(
    fc.tuple(
      fc.string({ unit: 'binary' }),
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
      fc.boolean(),
    ),
    { maxLength: 20 },
  )
  .map((rows) =>
    rows
      .map(
        ([text, rest, first]) =>
          `${JSON.stringify(first ? { text, ...rest, text2: 1 } : { ...rest, text })}\n`,
      )
      .join(''),
  )
  .filter((lines) =>
    lines
      .split('\n')
      .slice(0, -1)
      .every((line) => typeof (JSON.parse(line) as { text: unknown }).text === 'string'),
  );

const KEYS = ['a', 'b', '', '__proto__', '\\u0061', 'text', '\\ud800', '__dj__raw__', 'juicer.table', ','];
const VALUES =
  `null true false 0 1 -1 1.0 -0 0.1 1e5 1e21 1e400 123456789012345 9007199254740993 9223372036854775807
  9223372036854775808 5e-324 "" "x" "\\n" "\\ud800" "\u{1f600}" {"x":[ 1.0 ]} {"a":1,"a":2} [] [null,1e0]`.split(
    /(?<=\S)\s+(?![\]1])/,
  );

/** Rows of few values, with keys twice, escaped and lone; some spaces between. */
export const oddLines = fc
  .array(
    fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), fc.constantFrom('', ' ')), {
      maxLength: 5,
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows
      .map((members) => {
        const inner = [...members.map(([k, v, space]) => `"${k}"${space}:${space}${v}`), '"text":"t"'];
        return `{${inner.join(',')}}\n`;
      })
      .join(''),
  );
