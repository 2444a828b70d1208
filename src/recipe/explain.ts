/** Says in the words of a recipe's writer what zod found wrong with a parameter. */
import type { z } from 'zod';
import { show } from './entries.js';

/** `expected a number, found "ten"`: one issue, about the value that stands at its path. */
export function explainIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const wanted = expectation(issue);
  return wanted === null ? issue.message : `expected ${wanted}, found ${show(value)}`;
}

/** What was expected; null where the issue's own message is the op's and says it. */
function expectation(issue: z.core.$ZodIssue): string | null {
  const { code } = issue;
  if (code === 'invalid_type') return noun(issue.expected);
  if (code === 'invalid_union') return unionOf(issue);
  if (code === 'invalid_value') {
    return issue.values.length === 1
      ? String(issue.values[0])
      : `one of ${issue.values.map(String).join(', ')}`;
  }
  if (code === 'too_small') {
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}`;
  }
  if (code === 'too_big') {
    return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}`;
  }
  return null;
}

function unionOf(issue: z.core.$ZodIssueInvalidUnion): string | null {
  const wanted = issue.errors.flatMap(([first]) =>
    first && first.path.length === 0 ? [expectation(first)] : [],
  );
  const known = [...new Set(wanted.filter((text) => text !== null))];
  return known.length === 0 ? 'another value' : known.join(' or ');
}

function noun(expected: string): string {
  const nouns: Record<string, string> = {
    number: 'a number',
    int: 'a whole number',
    string: 'text',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
    null: 'nothing',
  };
  return nouns[expected] ?? expected;
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}
