import { PurserError } from "@purser/contract";
import { z } from "zod";
import { type Blueprint } from "../blueprint/blueprint.ts";
import { customerRefPath } from "../blueprint/check-customers.ts";
import { runLookup } from "../tools/run-lookup.ts";
import { calendarDaysBetween } from "./calendar-days.ts";
import type { World } from "./world.ts";

/** What the records of customers say of an e-mail address. */
export type CustomerSearch =
  | { kind: "found"; customerRef: string }
  | { kind: "unknown" }
  | { kind: "failed"; detail: string };

/** Asks the lookup that `customers.lookup` names; null when the blueprint names none. */
export async function searchCustomer(
  email: string,
  { toolbox, settings }: Blueprint,
  world: Pick<World, "systems" | "now">,
): Promise<CustomerSearch | null> {
  if (settings.customers === undefined) return null;
  const now = world.now();
  const { outcome, values } = await runLookup({ tool: settings.customers.lookup, args: { email } }, toolbox, {
    customer: null,
    systems: world.systems,
    now,
    daysSince: (then) => calendarDaysBetween(then, now, settings.timeZone),
  });
  if (outcome.kind === "failed") return { kind: "failed", detail: outcome.detail };
  const customerRef = values[customerRefPath];
  return typeof customerRef === "string" ? { kind: "found", customerRef } : { kind: "unknown" };
}

const addressSchema = z.email();

/**
 * Her id in the systems of record, for a customer who is named by that or by her e-mail address.
 *
 * @throws PurserError PUR-2031 nobody has the address · PUR-2032 the records cannot be read · PUR-2033 no lookup is named.
 */
export async function customerRefOf(named: string, world: World): Promise<string> {
  if (!named.includes("@")) return named;
  const email = addressSchema.safeParse(named.trim());
  if (!email.success) throw new PurserError("PUR-2001", `customer: ${named} is no e-mail address.`);
  const search = await searchCustomer(email.data, world.blueprints.inForce(), world);
  if (search === null) throw new PurserError("PUR-2033", "");
  if (search.kind === "failed") throw new PurserError("PUR-2032", search.detail);
  if (search.kind === "unknown") throw new PurserError("PUR-2031", `${named} is nobody's.`);
  return search.customerRef;
}
