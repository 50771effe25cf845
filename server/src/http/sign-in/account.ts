import { type AccountView, instantSchema, teammateRoleSchema } from "@purser/contract";
import { z } from "zod";
import { type People, roleNow } from "../../blueprint/settings/people.ts";
import type { AccountRow } from "../../cases/account-store.ts";
import { passwordSchema } from "./password.ts";

/** All that is known of an account; it lies encrypted. */
const accountSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** What counts where the blueprint names nobody. */
  role: teammateRoleSchema,
  password: passwordSchema.nullable(),
  /** `lastStep` is the period of the last code that was taken: each is good once. */
  secondFactor: z.strictObject({ secret: z.string(), isConfirmed: z.boolean(), lastStep: z.int() }).nullable(),
  /** A link to a password: the first one, or a new one for who has forgotten theirs. */
  invitation: z
    .strictObject({ tokenHash: z.string(), expiresAt: instantSchema, dropsSecondFactor: z.boolean().default(false) })
    .nullable(),
});
export type Account = z.infer<typeof accountSchema>;
export type KnownAccount = { account: Account; version: number };

export function accountOf({ text, version }: AccountRow): KnownAccount {
  return { account: accountSchema.parse(JSON.parse(text)), version };
}

export function rowOf(account: Account, version: number, emailHash: string): AccountRow {
  return { accountId: account.id, emailHash, version, text: JSON.stringify(account) };
}

export function hasSecondFactor({ secondFactor }: Account): boolean {
  return secondFactor?.isConfirmed === true;
}

export function accountViewOf(account: Account, people: People): AccountView {
  const { id, name, email, role, password } = account;
  return {
    id,
    name,
    email,
    role: roleNow(people, id, role),
    state: password === null ? "invited" : "active",
    hasSecondFactor: hasSecondFactor(account),
  };
}
