import { z } from "zod";

/** Money in the blueprint's currency, as a person writes it; in millionths of it once read. */
const moneySchema = z
  .number("an amount in the currency, such as 0.50")
  .positive()
  .max(1_000_000_000)
  .transform((amount) => Math.round(amount * 1_000_000));

const spendable = {
  /** What models may cost. */
  money: moneySchema.exactOptional(),
  tokens: z.int().positive().exactOptional(),
  /** How long models may take, together. */
  seconds: z.number().positive().exactOptional(),
};

const poolSchema = z.strictObject({
  ...spendable,
  /** Thoughts of models; those of rules cost nothing. */
  steps: z.int().positive().exactOptional(),
});

/**
 * What may be spent. Of a case, of what one agent spends in a day and of what the whole deployment spends in a day;
 * days are those of the time zone. What is not given is without limit.
 */
export const budgetsSchema = z.strictObject({
  case: z
    .strictObject({
      ...spendable,
      /** All thoughts, those of rules included. */
      steps: z.int().positive().default(150),
      actions: z.int().positive().default(30),
    })
    .prefault({}),
  agent: poolSchema.prefault({}),
  day: poolSchema.prefault({}),
  /** From this share of a budget on only small models think; what is spent to the end leaves rules, then people. */
  degradeAt: z.number().min(0).max(1).default(0.7),
});
export type Budgets = z.infer<typeof budgetsSchema>;
