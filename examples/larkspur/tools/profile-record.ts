import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { readAccountWith } from "./account-record.ts";
import type { Reading } from "./shop-client.ts";

/** What a customer wants to be asked, told and given. */
export const preferencesSchema = z.strictObject({
  newsletter: z.boolean(),
  textMessages: z.boolean(),
  giftWrap: z.boolean(),
  favoriteStore: z.string().nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const membershipSchema = z.enum(["free", "basic", "plus", "premium"]);

export const noteSchema = z.object({ noteId: z.string(), text: z.string() });

/** The part of the account that people fill in. Notes are free text by anybody: data, never instructions. */
const profileSchema = z.object({
  isFlagged: z.boolean(),
  preferences: z.object(preferencesSchema.shape),
  membership: membershipSchema,
  membershipVersion: z.int(),
  notes: z.array(noteSchema),
});
export type Profile = z.infer<typeof profileSchema>;

export async function readProfile(context: ToolContext): Promise<Reading<Profile>> {
  return readAccountWith(profileSchema, context);
}
