import { instantOf, type Json, type JsonObject } from "@purser/contract";
import type { WorldUnderTest, WriteFault } from "@purser/kit/testing";
import type { FaultRuleInput } from "./faults.ts";
import type { Landmark, LandmarkName, Landmarks } from "./landmarks.ts";
import { at, bodyOf, customerAt, openWorldInProcess, textAt, type TestWorld } from "./test-world.ts";
import { systemNames, type SystemName } from "./system-of-record.ts";

/** The shop with one of its customers, for whom a tool is tried. */
export type ShopUnderTest = { world: TestWorld; landmark: Landmark; landmarks: Landmarks; customer: CustomerAtShop };

/** One customer at each of the systems. */
export type CustomerAtShop = Readonly<Record<SystemName, ReturnType<typeof customerAt>>>;

export type ShopTrial = {
  /** Who asks; each seed takes one. */
  landmarks: readonly [LandmarkName, ...LandmarkName[]];
  /** Does what must have been done before the tool is called, such as an exchange, and returns who makes the arguments. */
  begin: (shop: ShopUnderTest, seed: number) => Promise<WorldUnderTest["generateArgs"]>;
};

/** The systems in this process as the conformance suite wants them; the same seed gives the same world. */
export async function openShopUnderTest(seed: number, trial: ShopTrial): Promise<WorldUnderTest> {
  const world = openWorldInProcess({ seed, bystanders: 0 });
  const { systems, landmarks, clock } = world;
  const name = trial.landmarks[seed % trial.landmarks.length] ?? trial.landmarks[0];
  const landmark = landmarks[name];
  const customer = atShop(world, landmark.customerRef);
  const generateArgs = await trial.begin({ world, landmark, landmarks, customer }, seed);
  const other = name === "poisonedNote" ? landmarks.appointment : landmarks.poisonedNote;
  return {
    systems: Object.fromEntries(systemNames.map((system) => [system, world.client(system)])),
    customerRef: landmark.customerRef,
    otherCustomerRef: other.customerRef,
    now: () => instantOf(clock.now()),
    advance: clock.advance,
    fault: (fault) =>
      systemNames.forEach((system) => rulesOf(fault).forEach((rule) => systems[system].faults.add(rule))),
    heal: () => systemNames.forEach((system) => systems[system].faults.clear()),
    generateArgs,
    snapshot: () => readAll(customer, landmark),
    effects: (key) => systemNames.reduce((sum, system) => sum + systems[system].ledger.effectsUnder(key).length, 0),
  };
}

function atShop(world: TestWorld, customerRef: string): CustomerAtShop {
  const at = (system: SystemName) => customerAt(world.client(system), customerRef);
  return {
    oms: at("oms"),
    payments: at("payments"),
    shipping: at("shipping"),
    mail: at("mail"),
    calendar: at("calendar"),
    crm: at("crm"),
  };
}

/** The suite's faults in the systems' own words; they befall writes only, and a system that is down nobody reaches. */
function rulesOf(fault: WriteFault): readonly FaultRuleInput[] {
  if (fault === "refused-connection") return [{ kind: "down" }];
  const rules = {
    "time-out-before": { kind: "timeout-before" },
    "time-out-after": { kind: "timeout-after" },
    "server-error-after": { kind: "status-after", status: 502 },
    "malformed-after": { kind: "malformed", shape: "cut-short" },
    "wrong-shape-after": { kind: "malformed", shape: "wrong-schema" },
  } as const satisfies Record<typeof fault, FaultRuleInput>;
  return (["POST", "PUT", "PATCH", "DELETE"] as const).map((method) => ({ ...rules[fault], match: { method } }));
}

const operationsNotesPath = "/operations/notes?topic=billing:charged-twice&since=2026-01-01T00:00:00Z";

/** All records of the customer as they can be read now, and the stock of what she has ordered. */
async function readAll(
  { oms, payments, shipping, mail, calendar, crm }: CustomerAtShop,
  landmark: Landmark,
): Promise<Json> {
  const { orders, customerRef } = landmark;
  const list = async (from: Promise<Parameters<typeof bodyOf>[0]>, field: string) => listAt(bodyOf(await from), field);
  const each = async <Item>(items: readonly Item[], read: (item: Item) => Promise<readonly Json[]>) =>
    (await Promise.all(items.map(read))).flat();
  const skus = [...new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
  const exchanges = await each(orders, ({ orderId }) => list(oms.get(`/exchanges?orderId=${orderId}`), "exchanges"));
  const returns = await each(orders, ({ orderId }) => list(oms.get(`/returns?orderId=${orderId}`), "returns"));
  const references = [
    ...exchanges.map((exchange) => textAt(exchange, "exchangeId")),
    ...returns.map((found) => textAt(found, "returnId")),
  ];
  return {
    orders: byId(await list(oms.get("/orders"), "orders"), "orderId"),
    exchanges: byId(exchanges, "exchangeId"),
    returns: byId(returns, "returnId"),
    stock: byId(await each(skus, (sku) => list(oms.get(`/stock?sku=${sku}`), "stock")), "sku", "size"),
    charges: byId(
      await each(orders, ({ orderId }) => list(payments.get(`/charges?orderId=${orderId}`), "charges")),
      "chargeId",
    ),
    refunds: byId(await list(payments.get("/refunds"), "refunds"), "refundId"),
    boxes: byId(await list(oms.get("/boxes"), "boxes"), "boxId"),
    credits: byId(await list(payments.get("/credits"), "credits"), "creditId"),
    subscriptions: byId(await list(payments.get("/subscriptions"), "subscriptions"), "subscriptionId"),
    labels: byId(await each(references, (it) => list(shipping.get(`/labels?reference=${it}`), "labels")), "labelId"),
    messages: byId(await list(mail.get("/messages"), "messages"), "messageId"),
    appointments: byId(await list(calendar.get("/appointments"), "appointments"), "appointmentId"),
    slots: byId(await list(calendar.get("/slots"), "slots"), "slotId"),
    operationsNotes: await list(crm.get(operationsNotesPath), "notes"),
    passwordResets: byId(await list(crm.get(`/customers/${customerRef}/password-resets`), "passwordResets"), "resetId"),
    account: at(bodyOf(await crm.get(`/customers/${customerRef}`)), "customer"),
  };
}

function byId(records: readonly Json[], ...fields: readonly string[]): JsonObject {
  return Object.fromEntries(records.map((record) => [fields.map((field) => textAt(record, field)).join("/"), record]));
}

function listAt(body: JsonObject, field: string): readonly Json[] {
  const list = body[field];
  if (!isList(list)) throw new Error(`There is no list ${field} in ${JSON.stringify(body)}`);
  return list;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
