import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readRecord } from "./shop-client.ts";

const holdersSchema = z.object({ customers: z.array(z.object({ customerRef: z.string() })) });

/**
 * Whose an e-mail address is; no customer where it is nobody's, or that of several. For the host alone, which asks it
 * who a case is about: no procedure uses it and no guardrail permits it to the agent.
 */
export default defineLookup({
  name: "find_customer",
  title: "Find the customer by her e-mail address",
  input: z.strictObject({ email: z.email().toLowerCase() }),
  output: z.object({ customer: z.object({ ref: z.string() }).exactOptional() }),
  gives: ["customer.ref"],
  run: async (context) => {
    const path = `/customers?email=${encodeURIComponent(context.args.email)}`;
    const reading = await readRecord(context, "crm", path, holdersSchema);
    if (reading.kind !== "found") return reading;
    const [holder, ...others] = reading.value.customers;
    if (holder === undefined || others.length > 0) return { kind: "found", result: {} };
    return { kind: "found", result: { customer: { ref: holder.customerRef } } };
  },
});
