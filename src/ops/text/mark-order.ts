/**
 * Unicode's normal forms of texts with any number of marks one after another. The runtime takes the square of their number to put
 * them in order; so long runs are put in order before it sees them, which does not change what they are normalised to.
 */

/** One of Unicode's four forms. */
export type NormalizationForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** More marks than any real character has. Two letters of half width become marks in the forms of compatibility. */
const MANY_MARKS = /[\p{M}\uff9e\uff9f]{65,}/gu;
const NONE = /[^\s\S]/u;

/** `text.normalize(form)` in time that grows with the text's length. */
export function normalizeFast(text: string, form: NormalizationForm): string {
  return orderLongRuns(text, form).normalize(form);
}

/**
 * A text with the same normal form whose long runs of marks are in canonical order. Characters that `fixed` finds, which has no
 * flag g, are taken for such as move and join with nothing.
 */
export function orderLongRuns(text: string, form: NormalizationForm, fixed = NONE): string {
  return text.replace(MANY_MARKS, (run) => orderMarks(run, form, fixed));
}

/** The same marks in canonical order. Marks that may not move split the run. */
function orderMarks(run: string, form: NormalizationForm, fixed: RegExp): string {
  const apart = form === 'NFKC' || form === 'NFKD' ? 'NFKD' : 'NFD';
  const marks = Array.from(run, (c) => (fixed.test(c) ? c : c.normalize(apart))).flatMap((c) => [...c]);
  const ranks = rankMarks([...new Set(marks)].filter((c) => !fixed.test(c)));
  const groups: string[][] = [];
  let ordered = '';
  const flush = (): void => {
    for (const group of groups) ordered += group?.join('') ?? '';
    groups.length = 0;
  };
  for (const mark of marks) {
    const rank = ranks.get(mark);
    if (rank !== undefined) {
      (groups[rank] ??= []).push(mark);
    } else {
      flush();
      ordered += mark;
    }
  }
  flush();
  return ordered;
}

/** Of marks that move, the place of their class among the others. */
function rankMarks(marks: string[]): Map<string, number> {
  const moving = marks.filter((c) => swap('\u0345', c) || swap(c, '\u0334'));
  moving.sort(byClass);
  const ranks = new Map<string, number>();
  let rank = 0;
  moving.forEach((mark, i) => {
    if (i > 0 && byClass(moving[i - 1] ?? '', mark) !== 0) rank++;
    ranks.set(mark, rank);
  });
  return ranks;
}

function byClass(a: string, b: string): number {
  if (swap(a, b)) return 1;
  return swap(b, a) ? -1 : 0;
}

/** Whether two marks change places: U+0345 has the highest class, U+0334 the lowest. */
function swap(a: string, b: string): boolean {
  return (a + b).normalize('NFD') === b + a && a !== b;
}
