import { type EventBody, type JsonObject, PurserError } from "@purser/contract";
import { z } from "zod";
import { type Blueprint } from "../blueprint/blueprint.ts";
import { customerRefPath } from "../blueprint/checks/check-customers.ts";
import { runLookup } from "../tools/run-lookup.ts";
import { calendarDaysBetween } from "./calendar-days.ts";
import type { World } from "./world.ts";

/** What the records of customers say of an e-mail address, or of a name; how sure they are of it only for a name. */
export type CustomerSearch =
  | { kind: "found"; customerRef: string; search?: NonNullable<EventBody<"code.made">["search"]> }
  | { kind: "unknown" }
  | { kind: "failed"; detail: string };

const addressedSchema = z.object({ [customerRefPath]: z.string() });
const namedSchema = z.object({
  [customerRefPath]: z.string(),
  "customer.confidence": z.number(),
  "customer.because": z.string(),
});

/** Asks the lookup that `customers.lookup` names; null when the blueprint names none. */
export async function searchCustomer(
  email: string,
  blueprint: Blueprint,
  world: Pick<World, "systems" | "now">,
): Promise<CustomerSearch | null> {
  const reading = await askRecords(blueprint.settings.customers?.lookup, { email }, blueprint, world);
  if (reading === null || reading.kind === "failed") return reading;
  const found = addressedSchema.safeParse(reading.values).data;
  return found === undefined ? { kind: "unknown" } : { kind: "found", customerRef: found[customerRefPath] };
}

/** Asks the lookup that `customers.search` names; null when the blueprint names none. */
export async function searchCustomerByName(
  name: string,
  blueprint: Blueprint,
  world: Pick<World, "systems" | "now">,
): Promise<CustomerSearch | null> {
  const reading = await askRecords(blueprint.settings.customers?.search, { name }, blueprint, world);
  if (reading === null || reading.kind === "failed") return reading;
  const found = namedSchema.safeParse(reading.values).data;
  if (found === undefined) return { kind: "unknown" };
  const search = { confidence: found["customer.confidence"], because: found["customer.because"] };
  return { kind: "found", customerRef: found[customerRefPath], search };
}

async function askRecords(
  tool: string | undefined,
  args: JsonObject,
  { toolbox, settings }: Blueprint,
  world: Pick<World, "systems" | "now">,
): Promise<{ kind: "read"; values: JsonObject } | { kind: "failed"; detail: string } | null> {
  if (tool === undefined) return null;
  const now = world.now();
  const { outcome, values } = await runLookup({ tool, args }, toolbox, {
    customer: null,
    systems: world.systems,
    now,
    daysSince: (then) => calendarDaysBetween(then, now, settings.timeZone),
  });
  return outcome.kind === "failed" ? { kind: "failed", detail: outcome.detail } : { kind: "read", values };
}

const addressSchema = z.email();

/**
 * Her id in the systems of record, for a customer who is named by that, by her e-mail address or by her full name.
 *
 * @throws PurserError PUR-2031 nobody has the address · PUR-2032 the records cannot be read · PUR-2033 no lookup is named.
 */
export async function customerRefOf(named: string, world: World): Promise<string> {
  const search = await searchNamed(named.trim(), world);
  if (search === "ref") return named;
  if (search === null) throw new PurserError("PUR-2033", "");
  if (search.kind === "failed") throw new PurserError("PUR-2032", search.detail);
  if (search.kind === "unknown") throw new PurserError("PUR-2031", `${named} is nobody's.`);
  return search.customerRef;
}

/** An id has no blank and no at sign in it. */
async function searchNamed(named: string, world: World): Promise<CustomerSearch | "ref" | null> {
  const blueprint = world.blueprints.inForce();
  if (named.includes("@")) {
    const email = addressSchema.safeParse(named);
    if (!email.success) throw new PurserError("PUR-2001", `customer: ${named} is no e-mail address.`);
    return searchCustomer(email.data, blueprint, world);
  }
  return named.includes(" ") ? searchCustomerByName(named, blueprint, world) : "ref";
}
