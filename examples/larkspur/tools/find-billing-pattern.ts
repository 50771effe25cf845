import { plusMs } from "@purser/contract";
import { days, defineLookup } from "@purser/kit";
import { z } from "zod";
import { readOperationsNotes } from "./operations-record.ts";
import { readRecord } from "./shop-client.ts";

/** So many cases with one cause in so many days are a pattern: something is broken, and not one bill. */
const casesOfPattern = 3;
const windowDays = 7;

/** How many accounts were noted with this cause lately, and whether operations must hear of it. */
export default defineLookup({
  name: "find_billing_pattern",
  title: "Look for other bills with the same cause",
  input: z.strictObject({ topic: z.string() }),
  output: z.object({
    pattern: z.object({
      count: z.int(),
      /** There are enough cases, and nobody has told operations in the window. */
      isDue: z.boolean(),
      text: z.string(),
    }),
  }),
  needs: { topic: "billing.topic" },
  gives: ["pattern.count", "pattern.isDue", "pattern.text"],
  isPersonal: false,
  run: async (context) => {
    const { topic } = context.args;
    const since = plusMs(context.now, -days(windowDays));
    const query = new URLSearchParams({ topic, since }).toString();
    const [counted, noted] = await Promise.all([
      readRecord(context, "crm", `/notes/count?${query}`, z.object({ count: z.int() })),
      readOperationsNotes(context, topic, since),
    ]);
    if (counted.kind !== "found") return counted;
    if (noted.kind !== "found") return noted;
    const { count } = counted.value;
    const text = `billing-pattern: ${count} cases of ${topic} in ${windowDays} days. Please look for the cause.`;
    return {
      kind: "found",
      result: { pattern: { count, isDue: count >= casesOfPattern && noted.value.length === 0, text } },
    };
  },
});
