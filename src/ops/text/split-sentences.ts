/** Sentences of a line by their punctuation, Chinese and Western. */

/** Each puts a break between what ends a sentence and a character that does not close a quotation; the next sees those breaks. */
const ENDS = [
  /([.。！!？?])([^’”])/gu,
  /(\.{6})([^’”])/gu,
  /(…{2})([^’”])/gu,
  // The digits and braces are ends of sentences for the peer, whose class was meant to hold the two above.
  /([.。！!？?{6}…2][’”])([^’”])/gu,
];

/** The sentences of a line without line breaks; joined they are the line. */
export function splitSentences(line: string): string[] {
  return ENDS.reduce((text, end) => text.replace(end, '$1\n$2'), line).split('\n');
}
