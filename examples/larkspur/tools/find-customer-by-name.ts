import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { clearlyNamed, rankCustomers } from "./search-customers.ts";
import { readRecord } from "./shop-client.ts";

const namesakesSchema = z.object({ customers: z.array(z.object({ customerRef: z.string(), name: z.string() })) });

/**
 * Who is meant by a name, also one that is spelled wrong; nobody where several could be. For the host alone, which mails
 * the one who is found a code, and tells nobody that it found anybody.
 */
export default defineLookup({
  name: "find_customer_by_name",
  title: "Find the customer by her name",
  input: z.strictObject({ name: z.string().min(2).max(200) }),
  output: z.object({
    customer: z.object({ ref: z.string(), confidence: z.number(), because: z.string() }).exactOptional(),
  }),
  gives: ["customer.ref", "customer.confidence", "customer.because"],
  run: async (context) => {
    const path = `/customers/search?name=${encodeURIComponent(context.args.name)}`;
    const reading = await readRecord(context, "crm", path, namesakesSchema);
    if (reading.kind !== "found") return reading;
    const meant = clearlyNamed(rankCustomers(reading.value.customers, context.args.name));
    if (meant === null) return { kind: "found", result: {} };
    const { customerRef: ref, confidence, because } = meant;
    return { kind: "found", result: { customer: { ref, confidence, because } } };
  },
});
