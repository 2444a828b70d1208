/**
 * The 1,618 single characters of Data-Juicer 1.6.1's SPECIAL_CHARACTERS, in the form of code-point-set.ts: ASCII
 * punctuation, digits and white space, some further symbols, and the emoji of version 2.2.0 of the Python package `emoji`
 * that are one code point. (Those of several code points are members too, but equal no single character.)
 */

/** Special characters. */
export const SPECIAL_RANGES = `
  9,4 i,w q,5 q,3 2,4 b,2 1,4 2,1 3,a 1,7 2,8 n v,1 1k 8o 27,2 b 3 3 7 1 1 6b 2a e0 1m y 1 3g gk 1 6 5 1b 1s
  wi 3hs,1 1 2,3 4,1 1,3 1,2 1,4 1 1 1 8,1 1,1 5,1 1 2 3,1 4 2m 1 1 2e u m 2e,9 f,1 14 1e 1 9 7 3,1 s b d d,1
  1b 1b 2c,1 c 4m p,a 4,2 5j 3x 27 9,2 5 1 1,1 2,2 3 5 8 m k,3 1,6 7 2 2,1 2 2 1 2 1,1 2 3 3,1 8,3 4 1 5,b b,2
  1 1,1 1 2 f 2,1 i,5 1 1,1 3,1 5 2,1 4,1 b,1 5,1 2 5,1 1 1,1 k,1 5,5 1,3 2 4 2 2,5 1 2,2 1 6 3 4 1 8 1,1 f 2
  4 1 4,4 b,1 1c,2 9 2 4 6 e 1s 8j,1 cv,2 j,1 1f 4 x6,2 7,3 2,1 u c 2m q b,1 1a 7,1 be 1 5eu 9 25c wgi,1 cf 1
  6,1 2 1 2 8,1 3 u v 4d,1 1beu 5m 4g,1 c,1 e 2,9 2u,1 n k 2,8 l,1 4u,x 2,33 2,1 1,2 2,2a 2,2 1,7a 1,1q b,5
  1,n 7,1 2,7 c 2,3 2 4,1 d,1 2 8,1 9 5,2 c,2 8,2 2 1 4 6 3 6,2d 1c,1x 5,7 2,2 4,9 3 1,1 3 2,9 6b,b 4 7v,1a
  1,9 1,54 34,c 3,8 7,19 1,6 8,d 4,8 7,8
`;
