import { PurserError, type TeammateView } from "@purser/contract";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { ApiServices } from "../api-services.ts";
import { accountOf } from "../sign-in/account.ts";

type Known = Pick<ApiServices, "desk" | "signIn">;

/** Who works here, by id: those of the blueprint, and those with an account that counts beside it. */
export async function teammatesOf({ desk, signIn }: Known): Promise<TeammateView[]> {
  const people = desk.people();
  const found = new Map<string, TeammateView>();
  for (const row of (await signIn?.accounts.listAccounts()) ?? []) {
    const { id, name, role } = accountOf(row).account;
    const now = roleNow(people, id, role);
    if (now !== null) found.set(id, { id, name, role: now });
  }
  for (const { id, name, role } of signIn?.localPeople ?? []) found.set(id, { id, name, role });
  for (const [id, { name, role }] of Object.entries(people)) found.set(id, { id, name, role });
  return [...found.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Throws PUR-2163 when nobody of this id works here. */
export async function teammateNamed(id: string, services: Known): Promise<TeammateView> {
  const all = await teammatesOf(services);
  const found = all.find((each) => each.id === id);
  if (found === undefined)
    throw new PurserError("PUR-2163", `${id} is not among ${all.map((each) => each.id).join(", ") || "nobody"}.`);
  return found;
}
