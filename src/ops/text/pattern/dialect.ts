/**
 * What `\w`, `\d` and `\s` stand for in the two regular-expression modules that the peer uses: Python's own `re`, with
 * Unicode 14, and `regex` 2026.11.15, with Unicode 17 and another notion of a word.
 */
import { CodePointRanges, type CodePointRange } from '../code-point-ranges.js';

/** One of the two modules. */
export interface Dialect {
  name: 'regex' | 're';
  word: CodePointRanges;
  digit: CodePointRanges;
  space: CodePointRanges;
}

/** Letters, marks, digits and connectors of Unicode 17. Each range: its distance from the end of the one before, and its length less one, base 36. */
const REGEX_WORD = stepRanges(`
  1c+9 8+p 5 2+p 1c b 5 6+m 2+u 2+cp 5+b f+4 8 2 i+38 2+1 3+3 2 7 2+2 2 2+j 2+2a 2+3u 2+4s 2+11 2+1 7+14 3+1 5+18
  2 2+1 2+1 2+2 7+q 5+3 u+a 6+21 5+2t 2+7 3+9 2+i 3 h+1m 3+2s f+1h 5 3 3+19 j+r 5+a 6+n 2+6 8+22 2+3k 3+9 2+i 2+7
  3+1 3+l 2+6 2 4+3 3+8 3+1 3+3 9 5+1 2+4 3+b b 2 3+2 2+5 5+1 3+l 2+6 2+1 2+1 2+1 3 2+4 5+1 3+2 4 8+3 2 8+f c+2
  2+8 2+2 2+l 2+6 2+1 2+4 3+9 2+2 2+2 3 g+3 3+9 a+6 2+2 2+7 3+1 3+l 2+6 2+1 2+4 3+8 3+1 3+2 6+4 5+1 2+4 3+9 2 h+1
  2+5 4+2 2+3 4+1 2 2+1 4+1 4+2 4+b 5+4 4+2 2+3 3 7 f+9 h+c 2+2 2+m 2+f 3+8 2+2 2+3 8+1 2+2 2+1 3+3 3+9 h+3 2+7
  2+2 2+m 2+9 2+4 3+8 2+2 2+3 8+1 6+2 2+3 3+9 2+2 d+c 2+2 2+1e 2+2 2+4 6+3 8+4 3+9 b+5 2+2 2+h 4+n 2+8 2 3+6 4 5+5
  2 2+7 7+9 3+1 e+1l 6+e 2+9 14+1 2 2+4 2+n 2 2+m 3+4 2 2+6 2+9 3+3 x o+1 7+9 c 2 2 5+9 2+z 5+j 2+h 2+z a 1m+21
  7+25 3+11 2 6 3+16 2+98 2+3 3+6 2 2+3 3+14 2+3 3+w 2+3 3+6 2 2+3 3+e 2+1k 2+3 3+1u 3+2 x+f h+2d 3+5 4+h7 3+g 2+p
  6+22 4+a 8+l a+l c+j d+c 2+2 2+1 d+2b 4 5+1 3+9 y+2 2+a 7+2g 8+16 6+1x b+u 2+b 5+b b+13 3+4 c+17 5+p 7+9 13+r
  5+1q 2+s 3+a 7+9 e 9+1s g+24 4+9 i+8 d+37 d+1j 9+9 4+1c 3+a 6+16 3+2 h+2 2+12 6+et 3+5 3+11 3+5 3+7 2 2 2 2+u
  3+1g 2+6 2 4+2 2+6 4+3 3+5 5+c 6+2 2+6 g+1 1e+1 k t e g+g 1d+w i 5 3+9 2 4+4 7 2 2 2+3 2+a 3+3 6+4 5 i+14 mm+1f
  1ef+6c 7+8 d+11 2 6 3+1j 8 g+n a+6 2+6 2+6 2+6 2+6 2+6 2+6 2+6 2+v 1c d2+2 q+e 2+4 3+4 5+2d 3+1 3+2 2+2h 2+3
  6+16 2+2l i+v 1d+f e9+533 1t+h3g 1w+19 3+7g 4+r l+1e 2+9 2+36 12+8 3+2u 3+2a 5 f+1i 5 k+1f d+1x b+9 7+n 4 2+1c
  3+z d+s 4+1s f+a 7+u 2+1i a+d 3+9 7+m 4+20 p+2 3+f 3+4 b+5 3+5 3+5 a+6 2+6 2+16 2+d 3+1 3+3e 2+1 3+9 7+8mb d+m
  5+1c 6it+a5 3+2x 13+6 d+4 6+b 2+c 2+4 2 2+1 2+1 2+2z y+a2 j+1r 3+1h 15+b 5+f h+f 4+1 p+2 x+4 2+3q k+9 8+p 5 2+p
  c+2g 4+5 3+5 3+5 3+2 10+b 2+p 2+i 2+1 2+e 3+d z+3e 1y+1g 3t 3n+s 4+1c g w+v e+t 6+16 6+t 3+z 5+7 2+4 17+4d 3+9
  7+z 5+z 5+13 9+1f d+a 2+e 2+6 2+1 2+a 2+e 2+6 2+1 4+1f d+8m a+l b+7 p+5 2+15 2+d 1t+5 3 2+17 2+1 4 3+m b+m a+u
  1u+i 2+1 b+l b+p 7+p 13+1j 7+1 1t+3 2+1 6+7 2+2 2+s 3+2 5 x+s 4+s 10+7 2+t q+1h b+l b+i e+h 33+20 1k+1e e+1e
  e+13 9+9 7+11 4+4 2+m 6z+15 2+1 4+1 h+5 4+4 a+l 2+18 b 9+w w+l 17+k s+m a+1y w+f a+1n 8 e+o 8+9 7+1g 2+9 5+3 9+z
  3 a+1w 5+3 2+c 2 10+h 2+10 7+3 1r+6 2 2+3 2+e 2+9 8+1m 6+9 7+3 2+7 3+1 3+l 2+6 2+1 2+4 2+9 3+1 3+2 3 7 6+6 3+6
  4+4 c+9 2 3 2+11 2+9 2 3 2+3 2+7 e+1 u+22 6+9 5+3 v+1x 2 9+9 4n+1h 3+8 o+5 z+1s 4 c+9 13+1k 8+9 7+j t+q 3+e 5+9
  7+6 56+1m 2u+21 m+7 3 3+7 2+1 2+t 2+1 3+8 d+9 1z+7 3+19 3+7 2+1 s+1q 9 9+21 4 j+20 i 2e+7 2h+w g+9 7+8 2+18 2+8
  g+9 p+t 3+l 2+d 22+6 2+1 2+17 4 2+1 2+8 9+9 7+5 2+1 2+10 2+1 2+5 8+9 7+17 5+9 7+1 6n+m a+g 2+14 4+4 e+a 2e 28+pl
  2v+33 6+5q d+8m 1sa+2o g+tr h+l b+32y 6+g6 5a2+1l 1c7+fs 8+u 2+9 7+26 2+9 7+t 3+4 c+1i a+3 d+9 a+k 6+i c1+18 4+9
  5j+1r x+o 3+o 19+22 5+1k 8+g 1t+1 2+1 c+6 a+5p6 11+x 2o+36 e+pd f+1e 5y6+3 2+6 2+1 2+88 a u+2 3 f+4 8+az 1s5+2y
  6+c 4+8 8+9 4+1 382+9 ef+19 3+m dd+1 1p+4 4+5 9+7 3+6 v+3 45+2 c+2 9+1 3 x+1 an+2c 2+1y 2+1 3 3+1 3+3 2+b 2 2+6
  2+1s 2+3 3+7 2+6 2+r 2+3 2+4 2 4+6 2+9g 2+o 2+o 2+u 2+o 2+u 2+o 2+u 2+o 2+u 2+o 2+7 3+1d e9+1i 5+1d 9 f n+4 2+e
  up+3l f+6 1j+1l 2+g 3+6 2+1 2+4 6+1p y 35+18 4+d 3+9 5 8y+u i+1l d3+15 5z+16 5i+u 2+l 9+1 69+6 2+3 2+1 2+e 2+5g
  c+6 16+23 5+9 x3+3 2+q 2+1 2 3 2+9 2+3 2 2 7 5 2 2 2+2 2+1 2 3 2 2 2 2 2+1 2 3+3 2+6 2+3 2+3 2 2+9 2+g 6+2 2+4
  2+g hh+p 7+p 7+p 21z+9 sn+wyn x+3dq 2+4gd 3+5rk g+h9 1wj+f1 15v+3t6 6+6jt upz+8qn e2m9+6n
`);

/** Decimal digits of Unicode 17. */
const REGEX_DIGIT = stepRanges(`
  1c+9 17r+9 3r+9 5j+9 bh+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 2p+9 3b+9 1z+9 7r+9 1z+9 1fr+9 13+9 8d+9
  3l+9 4n+9 7+9 53+9 2f+9 3r+9 7+9 r7r+9 iv+9 13+9 5j+9 n+9 2f+9 bb+9 gev+9 13b+9 1on+9 7+9 m5+9 3l+9 1p+9 41+9
  7r+9 9j+9 3b+9 af+9 2v+9 7+j 25+9 br+9 2v+9 if+9 2f+9 6v+9 1z+9 1j+9 9z+9 d07+9 1t3+9 2f+9 3r+9 ev+9 iuv+9
  251+1d 1tt+9 br+9 dz+9 6w+9 nq+9 3o7+9
`);

/** `str.isalnum()` and the underscore, Unicode 14. */
const RE_WORD = stepRanges(`
  1c+9 8+p 5 2+p 1c 8+1 2 4+1 2+2 2+m 2+u 2+cp 5+b f+4 8 2 3m+4 2+1 3+3 2 7 2+2 2 2+j 2+2a 2+3u 9+4l 2+11 3 7+14
  20+q 5+3 1a+16 m+9 5+1 2+2q 2 g+1 8+e 3 h 2+t u+2g c f+16 a+1 5 6+l 5 a 4 o+o 8+a 6+n 2+5 i+15 1n+1h 4 j 8+9 5+9
  2+f 5+7 3+1 3+l 2+6 2 4+3 4 h e+1 2+2 5+b 3+5 3 9+5 5+1 3+l 2+6 2+1 2+1 2+1 w+3 2 8+9 3+2 h+8 2+2 2+l 2+6 2+1
  2+4 4 j g+1 5+9 a c+7 3+1 3+l 2+6 2+1 2+4 4 v+1 2+2 5+9 2+6 c 2+5 4+2 2+3 4+1 2 2+1 4+1 4+2 4+b n m+c j+7 2+2
  2+m 2+f 4 r+2 3 3+1 5+9 9+6 2 5+7 2+2 2+m 2+9 2+4 4 w+1 2+1 5+9 2+1 i+8 2+2 2+14 3 h 6+2 2+9 5+i 2+5 6+h 4+n 2+8
  2 3+6 w+9 i+1b 2+1 d+6 a+9 14+1 2 2+4 2+n 2 2+9 2+1 a 3+4 2 a+9 3+3 x w+j d+7 2+z s+4 38+16 l+a 7+5 5+3 4 4+1
  8+2 5+c d 2+9 7+11 2 6 3+16 2+98 2+3 3+6 2 2+3 3+14 2+3 3+w 2+3 3+6 2 2+3 3+e 2+1k 2+3 3+1u f+j 4+f h+2d 3+5
  4+h7 3+g 2+p 6+22 4+a 8+h e+i f+h f+c 2+2 g+1f 10 5 4+9 7+9 n+9 7+2g 8+4 3+x 2 6+1x b+u 14+13 3+4 c+17 5+p 7+a
  12+m a+1g 18+9 7+9 e 2m+1a i+7 4+9 16+t e+1j r+z t+9 4+1c 3+8 8+16 3+2 16+3 2+5 2+1 4 6+5b 1t+7p 3+5 3+11 3+5
  3+7 2 2 2 2+u 3+1g 2+6 2 4+2 2+6 4+3 3+5 5+c 6+2 2+6 38+1 3+5 6+a 7+c 2u 5 3+9 2 4+4 7 2 2 2+3 2+a 3+3 6+4 5
  2+1l k7+1n 27+l hj+t vh+6c 7+3 4+1 a 3+11 2 6 3+1j 8 h+m a+6 2+6 2+6 2+6 2+6 2+6 2+6 2+6 29 d2+2 q+8 8+4 3+4
  5+2d 7+2 2+2h 2+3 6+16 2+2l 4+3 b+v 1d+f x+9 v+7 2+e x+9 14+e 8x+533 1t+h3g 1w+19 3+7g 4+r l+1a h+u 3+27 14+8
  3+2u 3+1r 6+1 2 2+4 p+f 2+2 2+3 2+m e+5 b+1f f+1d t+9 p+5 4 2+1 2+11 b+m q+s 8+1a t+a 7+4 2+o 2+14 o+2 2+7 5+9
  7+m 4 4+1d 2 4+1 3+4 3 2 p+2 3+a 8+2 d+5 3+5 3+5 a+6 2+6 2+16 2+d 7+36 e+9 7+8mb d+m 5+1c 6it+a5 3+2x 13+6 d+4 6
  2+9 2+c 2+4 2 2+1 2+1 2+2z y+a2 j+1r 3+1h 15+b 39+4 2+3q k+9 8+p 7+p c+2g 4+5 3+5 3+5 3+2 10+b 2+p 2+i 2+1 2+e
  3+d z+3e d+18 d+1k i+1 6t+s 4+1c h+q 5+z a+t 6+11 b+t 3+z 5+7 2+4 17+4d 3+9 7+z 5+z 5+13 9+1f d+a 2+e 2+6 2+1
  2+a 2+e 2+6 2+1 1w+8m a+l b+7 p+5 2+15 2+8 1y+5 3 2+17 2+1 4 3+m 3+u 3+11 9+8 1d+i 2+1 6+w 5+p 1z+1j 5+j 3+1a
  g+3 2+2 2+s b+8 o+u 2+v x+7 2+r 7+4 h+1h b+l 3+q 6+p o+6 29+20 1k+1e e+1e 8+15 d+9 87+u 2+15 7+1 27+13 9+l c+3
  s+h 1b+r l+m d+1g r+t 2+1 3 e+18 x+o 8+9 a+z g+9 5 3 9+y 4 d+1b f+3 c+a 2 5+j c+h 2+o 2d+6 2 2+3 2+e 2+9 8+1a
  i+9 c+7 3+1 3+l 2+6 2+1 2+4 4 j d+4 4f+1g j+3 6+9 6+2 v+1b l+1 2 9+9 4n+1a 16+3 11+1b l c+9 13+16 e 8+9 1j+q m+b
  5+6 56+17 39+2a d+7 3 3+7 2+1 2+n g 2 f+9 1z+7 3+12 h 2 t b+13 8 m c+19 k j+20 7c+8 2+10 i g+s 6+t 35+6 2+1 2+11
  m a+9 7+5 2+1 2+v f 8+9 8n+i 5a g+k 18+pl 2v+32 i+5f 219+2o g+tq 34i+g6 6nu+fs 8+u 2+9 7+26 2+9 7+t j+1b h+3 d+9
  2+6 2+k 6+i j5+2e 2y+22 6 1v+c 1t+1 2 t+4qf 9+yd 17+8 6w8+3 2+6 2+1 2+82 1a+2 i+3 9+az 1s5+2y 6+c 4+8 8+9 4ef+j
  31+o 3s+2c 2+1y 2+1 3 3+1 3+3 2+b 2 2+6 2+1s 2+3 3+7 2+6 2+r 2+3 2+4 2 4+6 2+9f 3+o 2+o 2+u 2+o 2+u 2+o 2+u 2+o
  2+u 2+o 2+7 3+1d 1dt+u de+18 b+6 3+9 5 8y+t j+17 5+9 yv+6 2+3 2+1 2+e 2+5g 3+8 1d+1v 8 5+9 m0+1m 2+2 2+3 25+18
  2+e 5f+3 2+q 2+1 2 3 2+9 2+3 2 2 7 5 2 2 2+2 2+1 2 3 2 2 2 2 2+1 2 3+3 2+6 2+3 2+3 2 2+9 2+g 6+2 2+4 2+g g5+c
  25g+9 sn+wyn x+37c 8+65 3+4g1 f+5rk 2e8+f1 15v+3t6
`);

/** Decimal digits of Unicode 14. */
const RE_DIGIT = stepRanges(`
  1c+9 17r+9 3r+9 5j+9 bh+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 3b+9 2p+9 3b+9 1z+9 7r+9 1z+9 1fr+9 13+9 8d+9
  3l+9 4n+9 7+9 53+9 2f+9 3r+9 7+9 r7r+9 iv+9 13+9 5j+9 n+9 2f+9 bb+9 gev+9 13b+9 1on+9 ml+9 3l+9 1p+9 41+9 7r+9
  9j+9 3b+9 af+9 2v+9 2v+9 br+9 2v+9 l3+9 6v+9 1z+9 f5j+9 2f+9 3r+9 lf9+1d 1tt+9 br+9 193+9 3o7+9
`);

const REGEX_SPACE = CodePointRanges.ofHex('9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000');
const RE_SPACE = REGEX_SPACE.union(CodePointRanges.ofHex('1c-1f'));

/** The `regex` module. */
export const REGEX: Dialect = { name: 'regex', word: REGEX_WORD, digit: REGEX_DIGIT, space: REGEX_SPACE };
/** Python's own `re`. */
export const RE: Dialect = { name: 're', word: RE_WORD, digit: RE_DIGIT, space: RE_SPACE };

/** A dialect under the flag a: classes are ASCII. */
export function asciiOnly({ name }: Dialect): Dialect {
  const word = CodePointRanges.ofHex('30-39 41-5a 5f 61-7a');
  return { name, word, digit: CodePointRanges.ofHex('30-39'), space: CodePointRanges.ofHex('9-d 20') };
}

function stepRanges(steps: string): CodePointRanges {
  let at = 0;
  const ranges = steps
    .trim()
    .split(/\s+/)
    .map((step): CodePointRange => {
      const [gap = '', length = '0'] = step.split('+');
      const first = at + Number.parseInt(gap, 36);
      at = first + Number.parseInt(length, 36);
      return [first, at];
    });
  return CodePointRanges.of(ranges);
}
