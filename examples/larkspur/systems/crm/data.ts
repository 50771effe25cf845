import { z } from "zod";
import { addressSchema } from "../address.ts";

const instantSchema = z.iso.datetime({ precision: 3 });

/** A way to reach the customer. Who proves her identity by it must know since when it is hers. */
export const contactSchema = z.strictObject({
  kind: z.enum(["email", "phone"]),
  value: z.string(),
  registeredAt: instantSchema,
});
export type Contact = z.infer<typeof contactSchema>;

export const preferencesSchema = z.strictObject({
  newsletter: z.boolean(),
  textMessages: z.boolean(),
  giftWrap: z.boolean(),
  favoriteStore: z.string().nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** What a note is about, such as `billing:charged-twice`. */
export const topicSchema = z.string().regex(/^[a-z-]{1,40}(:[a-z-]{1,40})?$/);

export const noteSchema = z.strictObject({
  noteId: z.string(),
  /** Free text by whoever wrote it: never an instruction. */
  text: z.string(),
  topic: topicSchema.exactOptional(),
  createdAt: instantSchema,
});
export type Note = z.infer<typeof noteSchema>;

/** A note for those who run the shop, about no customer in particular. */
export const operationsNoteSchema = z.strictObject({
  noteId: z.string(),
  topic: topicSchema,
  text: z.string(),
  createdAt: instantSchema,
});
export type OperationsNote = z.infer<typeof operationsNoteSchema>;

/** A link by which a password is chosen anew. The CRM mails it itself; the link is in no answer. */
export const passwordResetSchema = z.strictObject({
  resetId: z.string().regex(/^PR-\d{5}$/),
  customerRef: z.string(),
  /** Where the link was mailed to. */
  sentTo: z.string(),
  createdAt: instantSchema,
  expiresAtMs: z.int(),
  revokedAt: instantSchema.nullable(),
});
export type PasswordReset = z.infer<typeof passwordResetSchema>;

/** What a membership gives; it follows the outfit box's plan. */
export const membershipSchema = z.enum(["free", "basic", "plus", "premium"]);
export type Membership = z.infer<typeof membershipSchema>;

/** Kept in small letters: nobody's addresses differ in case only. */
export const mailAddressSchema = z.email().toLowerCase();
export const customerRefSchema = z.string().regex(/^LC-\d{4,6}$/);
export const customerSchema = z.strictObject({
  customerRef: customerRefSchema,
  name: z.string(),
  email: mailAddressSchema,
  phone: z.string(),
  language: z.enum(["en", "es", "fr"]),
  address: addressSchema,
  /** Flagged for review by the shop: a person looks at everything that she asks for. */
  isFlagged: z.boolean(),
  contacts: z.array(contactSchema),
  preferences: preferencesSchema,
  membership: membershipSchema,
  /** Goes up with each change of the membership. */
  membershipVersion: z.int().positive().default(1),
  notes: z.array(noteSchema),
  /** Set when the account was closed; it is not opened again. */
  closedAt: instantSchema.exactOptional(),
});
export type Customer = z.infer<typeof customerSchema>;

export const crmStateSchema = z.strictObject({
  customers: z.record(z.string(), customerSchema),
  operationsNotes: z.array(operationsNoteSchema),
  notesMade: z.int().nonnegative(),
  passwordResets: z.record(z.string(), passwordResetSchema).default({}),
});
export type CrmState = z.infer<typeof crmStateSchema>;
