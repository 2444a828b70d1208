/** Redacts the kinds of personal data that parameters ask for. */
import { RE } from '../pattern/dialect.js';
import { substitution, type Substitute } from '../pattern/substitution.js';
import { parsePattern } from '../pattern/parse.js';
import { parseTemplate } from '../pattern/template.js';
import { PatternError } from '../pattern/tree.js';
import { IPV4, MAC } from './addresses.js';
import type { Mark, Mask, PiiParams } from './params.js';
import { BROAD_RULES, FINE_RULES, IPV6_RULE, type PiiRule } from './rules.js';

/** A parameter that cannot be used, by its path. */
export interface PiiProblem {
  path: (string | number)[];
  message: string;
}

/** A parameter with what is made of it. */
interface Step {
  path: (string | number)[];
  make(): Substitute;
}

/** What redacts a text; the first parameter that cannot be used goes to `refuse`. */
export function redaction(params: PiiParams, refuse: (problem: PiiProblem) => void): Substitute {
  const made = steps(params).map(({ path, make }) => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      refuse({ path, message: error.message });
      return (text: string): string => text;
    }
  });
  return (text) => made.reduce((before, step) => step(before), text);
}

function steps(params: PiiParams): Step[] {
  const wanted = (mask: Mask): boolean => params[mask];
  const rules = (all: PiiRule[]): Step[] =>
    all
      .filter(({ mask }) => wanted(mask))
      .map((rule) => ({ path: [rule.mark], make: () => applied(rule, params) }));
  const address = (mask: Mask, mark: Mark, expression: RegExp): Step[] =>
    wanted(mask) ? [{ path: [mark], make: () => plain(expression, params[mark]) }] : [];
  return [
    ...rules(BROAD_RULES),
    ...address('mask_ips', 'ip_replacement', IPV4),
    ...rules([IPV6_RULE]),
    ...address('mask_macs', 'mac_replacement', MAC),
    ...rules(FINE_RULES),
    ...(params.extra_patterns ?? []).map(([pattern, replacement], i) => ({
      path: ['extra_patterns', i],
      make: () => substitution(pattern, replacement, { dialect: RE, flags: '' }),
    })),
  ];
}

function applied({ pattern, flags = '', keep = '', sign, mark }: PiiRule, params: PiiParams): Substitute {
  const replace = substitution(pattern, keep + params[mark], { dialect: RE, flags });
  return (text) => (sign && !sign.test(text) ? text : replace(text));
}

function plain(expression: RegExp, replacement: string): Substitute {
  const template = parseTemplate(replacement, parsePattern('', RE, ''), RE);
  return (text) =>
    text.replace(expression, (match) => template.map((part) => (part === 0 ? match : part)).join(''));
}
