import { z } from "zod";
import { addressInput, addressLine } from "./address.ts";
import { writeAction } from "./system-client.ts";
import { ownershipOf, ownershipSchema, readProfile } from "./shop-records.ts";

/** Changes the default address in the customer's profile. */
export default writeAction({
  system: "shop",
  name: "modify_user_address",
  title: "Change the default address",
  input: addressInput.extend({ user_id: z.string() }),
  factsSchema: z.object({ ownership: ownershipSchema }),
  sources: { ownership: "shop" },
  touches: ({ user_id }) => ({ type: "user", id: user_id }),
  readFacts: async (context) => {
    const profile = await readProfile(context, context.args.user_id);
    if (profile.kind !== "found") return profile;
    return { kind: "read", facts: { ownership: ownershipOf(context, profile.value.user_id) } };
  },
  describe: ({ args }) => `Set the default address to ${addressLine(args)}?`,
  because: "The former address is not kept; it can be set again as any other.",
});
