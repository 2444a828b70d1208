/** Parameters that ops which call a function of the recipe have in common. */
import { z } from 'zod';

/** Spread into the parameters of such an op. */
export const functionParams = {
  fields: z
    .array(
      z
        .string()
        .min(1)
        .refine((name) => name !== 'text', 'the text may always be changed: leave it out'),
    )
    .max(100)
    .default([])
    .describe('fields besides the text that the function may set, by their top-level names'),
  batched: z
    .boolean()
    .refine((batched) => !batched, 'the function gets one row at a time: leave batched out')
    .default(false)
    .describe('false: the function gets one row'),
};
