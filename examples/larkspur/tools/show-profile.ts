import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readAccountWith } from "./account-record.ts";
import { membershipSchema } from "./profile-record.ts";

const shownSchema = z.object({
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  language: z.string(),
  membership: membershipSchema,
  isFlagged: z.boolean(),
});

/** Who she is, for the teammate who has her case open; no procedure uses it. */
export default defineLookup({
  name: "show_profile",
  title: "Show who the customer is",
  input: z.strictObject({}),
  output: z.object({ profiles: z.array(shownSchema).max(1) }),
  gives: ["profiles"],
  run: async (context) => {
    const reading = await readAccountWith(shownSchema, context);
    return reading.kind === "found" ? { kind: "found", result: { profiles: [reading.value] } } : reading;
  },
});
