import type { Json, JsonObject } from "@purser/contract";
import { type Action, isUndoable } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Landmark, Landmarks } from "../systems/landmarks.ts";
import type { SystemName } from "../systems/system-of-record.ts";
import { openToolWorld, type PlayedCall, type ToolWorld } from "../systems/test-tool-context.ts";
import { at, bodyOf, textAt } from "../systems/test-world.ts";
import addCrmNote from "./add-crm-note.ts";
import bookAppointment from "./book-appointment.ts";
import cancelOrder from "./cancel-order.ts";
import createExchange from "./create-exchange.ts";
import createLabel from "./create-label.ts";
import holdSlot from "./hold-slot.ts";
import pauseSubscription from "./pause-subscription.ts";
import rescheduleAppointment from "./reschedule-appointment.ts";
import resumeSubscription from "./resume-subscription.ts";
import sendLabel from "./send-label.ts";
import updatePreferences from "./update-preferences.ts";

type ActionCase = {
  action: Action;
  system: SystemName;
  method: "POST" | "PUT";
  customer: keyof Landmarks;
  /** The arguments; what must be there before is made here. */
  args: (world: ToolWorld, customer: Landmark) => Promise<JsonObject>;
  /** What the action changes, as it can be read; the same before it and after its undo. */
  state: (world: ToolWorld, customer: Landmark) => Promise<Json>;
  /** Makes the system refuse a call whose facts are read already; null for a system that refuses nothing. */
  spoil: ((world: ToolWorld, customer: Landmark, call: PlayedCall) => Promise<unknown>) | null;
};

const read = async (world: ToolWorld, customer: Landmark, system: SystemName, path: string): Promise<JsonObject> => {
  const client = world.contextOf(customer).systems[system];
  if (client === undefined) throw new Error(`There is no ${system}`);
  return bodyOf(await client.request({ method: "GET", path }));
};
const firstLine = ({ orders }: Landmark) => {
  const [order] = orders;
  const line = order?.lines[0];
  if (order === undefined || line === undefined) throw new Error("The customer has no order");
  return { orderId: order.orderId, ...line };
};
const exchangeArgs = (customer: Landmark) => {
  const { orderId, lineId, sizeOrdered } = firstLine(customer);
  return { orderId, lineId, toSize: sizeOrdered };
};
const labelArgs = async (world: ToolWorld, customer: Landmark) => {
  const made = await world.carryOut(customer, createExchange, exchangeArgs(customer));
  return { reference: textAt(made.result, "exchange", "id"), orderId: firstLine(customer).orderId };
};
const subscription = ({ subscriptionId }: Landmark) => ({ subscriptionId: subscriptionId ?? "" });
const slotIds = async (world: ToolWorld, customer: Landmark): Promise<string[]> => {
  const slots = at(await read(world, customer, "calendar", "/slots?store=boston"), "slots");
  return Object.keys(slots ?? {}).map((index) => textAt(slots, index, "slotId"));
};
const appointments = async (world: ToolWorld, customer: Landmark) => {
  const list = at(await read(world, customer, "calendar", "/appointments"), "appointments");
  return Object.keys(list ?? {})
    .map((index) => [textAt(list, index, "slotId"), textAt(list, index, "status")])
    .filter(([, status]) => status === "booked");
};

const cases: readonly ActionCase[] = [
  {
    action: createExchange,
    system: "oms",
    method: "POST",
    customer: "wrongSize",
    args: async (_, customer) => exchangeArgs(customer),
    async state(world, customer) {
      const { orderId, sku, sizeOrdered } = firstLine(customer);
      const { exchanges } = await read(world, customer, "oms", `/exchanges?orderId=${orderId}`);
      const stock = await read(world, customer, "oms", `/stock?sku=${sku}&size=${sizeOrdered}`);
      return [stock, JSON.stringify(exchanges).includes('"status":"created"')];
    },
    spoil: (world, customer, { args }) => world.carryOut(customer, createExchange, args),
  },
  {
    action: createLabel,
    system: "shipping",
    method: "POST",
    customer: "wrongSize",
    args: labelArgs,
    async state(world, customer) {
      const labels = await read(world, customer, "shipping", "/labels?reference=LX-10001");
      return JSON.stringify(labels).includes('"status":"ready"');
    },
    spoil: null,
  },
  {
    action: sendLabel,
    system: "mail",
    method: "POST",
    customer: "wrongSize",
    async args(world, customer) {
      const args = await labelArgs(world, customer);
      const { result } = await world.carryOut(customer, createLabel, args);
      return { reference: args.reference, labelId: textAt(result, "label", "id") };
    },
    state: (world, customer) => read(world, customer, "mail", "/messages"),
    spoil: null,
  },
  {
    action: cancelOrder,
    system: "oms",
    method: "POST",
    customer: "pendingOrder",
    args: async (_, customer) => ({ orderId: firstLine(customer).orderId }),
    async state(world, customer) {
      const { orderId, sku, sizeOrdered } = firstLine(customer);
      const order = await read(world, customer, "oms", `/orders/${orderId}`);
      const stock = await read(world, customer, "oms", `/stock?sku=${sku}&size=${sizeOrdered}`);
      return [at(order, "order", "status"), at(order, "order", "cancelledAt"), stock];
    },
    spoil: (world, customer, { args }) => world.carryOut(customer, cancelOrder, args),
  },
  {
    action: pauseSubscription,
    system: "payments",
    method: "POST",
    customer: "planPlus",
    args: async (_, customer) => subscription(customer),
    async state(world, customer) {
      const found = await read(world, customer, "payments", `/subscriptions/${customer.subscriptionId}`);
      return at(found, "subscription", "status");
    },
    spoil: (world, customer, { args }) => world.carryOut(customer, pauseSubscription, args),
  },
  {
    action: resumeSubscription,
    system: "payments",
    method: "POST",
    customer: "planPaused",
    args: async (_, customer) => subscription(customer),
    async state(world, customer) {
      const found = await read(world, customer, "payments", `/subscriptions/${customer.subscriptionId}`);
      return at(found, "subscription", "status");
    },
    spoil: (world, customer, { args }) => world.carryOut(customer, resumeSubscription, args),
  },
  {
    action: updatePreferences,
    system: "crm",
    method: "PUT",
    customer: "refundSmall",
    args: async () => ({ giftWrap: true, favoriteStore: "boston" }),
    state: (world, customer) => read(world, customer, "crm", `/customers/${customer.customerRef}`),
    spoil: null,
  },
  {
    action: addCrmNote,
    system: "crm",
    method: "POST",
    customer: "poisonedNote",
    args: async () => ({ text: "Prefers wide shoes." }),
    state: (world, customer) => read(world, customer, "crm", `/customers/${customer.customerRef}`),
    spoil: null,
  },
  {
    action: holdSlot,
    system: "calendar",
    method: "POST",
    customer: "refundSmall",
    args: async (world, customer) => ({ slotId: (await slotIds(world, customer))[3] ?? "" }),
    state: slotIds,
    spoil: (world, _, { args }) => world.carryOut(world.landmarks.refundLarge, holdSlot, args),
  },
  {
    action: bookAppointment,
    system: "calendar",
    method: "POST",
    customer: "refundSmall",
    async args(world, customer) {
      const [slotId = ""] = await slotIds(world, customer);
      const { result } = await world.carryOut(customer, holdSlot, { slotId });
      return { appointmentId: textAt(result, "appointment", "id") };
    },
    state: appointments,
    spoil: (world, customer, { args }) => world.carryOut(customer, bookAppointment, args),
  },
  {
    action: rescheduleAppointment,
    system: "calendar",
    method: "POST",
    customer: "appointment",
    async args(world, customer) {
      const [slotId = ""] = await slotIds(world, customer);
      return { appointmentId: customer.appointmentId ?? "", slotId };
    },
    state: async (world, customer) => [await appointments(world, customer), await slotIds(world, customer)],
    spoil: (world, _, { args }) =>
      world.carryOut(world.landmarks.refundLarge, holdSlot, { slotId: textAt(args, "slotId") }),
  },
];

for (const { action, system, method, customer: name, args: argsOf, state, spoil } of cases) {
  describe(action.name, () => {
    const open = async () => {
      const world = openToolWorld();
      const customer = world.landmarks[name];
      return { world, customer, args: await argsOf(world, customer) };
    };
    const effectsOf = (world: ToolWorld, key: string) =>
      world.systems[system].ledger.effects.filter((it) => it.key === key && it.kind === "effect");

    test("does what was simulated, is read back, and gives what it promises", async () => {
      const { world, customer, args } = await open();
      const call = await world.prepare(customer, action, args);
      const before = await state(world, customer);
      expect(await world.simulate(customer, action, call)).toMatchObject({ kind: "would-do" });
      expect(await state(world, customer)).toEqual(before);
      const { outcome, finding, result, key } = await world.carryOut(customer, action, args);
      expect([outcome.kind, finding.kind]).toEqual(["done", "done"]);
      expect(z.safeParse(action.output, outcome.kind === "done" ? outcome.result : null).success).toBe(true);
      for (const [path, value] of Object.entries(action.promises)) expect(at(result, ...path.split("."))).toBe(value);
      for (const path of action.gives) expect(at(result, ...path.split("."))).toBeDefined();
      expect(effectsOf(world, key)).toHaveLength(1);
      expect(await state(world, customer)).not.toEqual(before);
    });

    test("that timed out after its effect is found done, and is there once", async () => {
      const { world, customer, args } = await open();
      const call = await world.prepare(customer, action, args);
      world.systems[system].faults.add({ kind: "timeout-after", match: { method }, times: 1 });
      expect(await world.execute(customer, action, call)).toMatchObject({ kind: "unknown" });
      world.clock.advance(action.settleMs);
      expect(await world.verify(customer, action, call)).toMatchObject({ kind: "done" });
      expect(effectsOf(world, call.key)).toHaveLength(1);
    });

    test("that timed out before its effect is found not done", async () => {
      const { world, customer, args } = await open();
      const call = await world.prepare(customer, action, args);
      world.systems[system].faults.add({ kind: "timeout-before", match: { method }, times: 1 });
      expect(await world.execute(customer, action, call)).toMatchObject({ kind: "unknown" });
      world.clock.advance(action.settleMs);
      expect(await world.verify(customer, action, call)).toMatchObject({ kind: "not-done" });
    });

    test.runIf(action.once !== "none")("that is sent again has one effect", async () => {
      const { world, customer, args } = await open();
      const call = await world.prepare(customer, action, args);
      await world.execute(customer, action, call);
      const again = await world.execute(customer, action, call, 2);
      expect(again.kind).toBe(action.once === "key" ? "done" : "unknown");
      world.clock.advance(action.settleMs);
      expect(await world.verify(customer, action, call)).toMatchObject({ kind: "done" });
      expect(effectsOf(world, call.key)).toHaveLength(1);
    });

    test.runIf(spoil !== null)("that the system refuses changes nothing, as simulated", async () => {
      const { world, customer, args } = await open();
      const call = await world.prepare(customer, action, args);
      await spoil?.(world, customer, call);
      const before = await state(world, customer);
      expect(await world.simulate(customer, action, call)).toMatchObject({ kind: "would-refuse" });
      expect(await world.execute(customer, action, call)).toMatchObject({ kind: "refused" });
      world.clock.advance(action.settleMs);
      expect(await world.verify(customer, action, call)).toMatchObject({ kind: "not-done" });
      expect(await state(world, customer)).toEqual(before);
    });

    test.runIf(isUndoable(action.undo))("that is taken back leaves things as they were", async () => {
      const { world, customer, args } = await open();
      const before = await state(world, customer);
      const carried = await world.carryOut(customer, action, args);
      const [outcome, finding] = await world.takeBack(customer, action, carried);
      expect([outcome.kind, finding.kind]).toEqual(["done", "done"]);
      expect(await state(world, customer)).toEqual(before);
      expect(world.systems[system].ledger.effects.at(-1)).toMatchObject({ kind: "reversal", reverses: carried.key });
    });

    test("is of nobody else's record", async () => {
      const { world, args } = await open();
      const stranger = world.landmarks.outsideWindow;
      const facts = await action.readFacts({ ...world.contextOf(stranger), args });
      if (isPersonal(action)) expect(facts).toMatchObject({ kind: "refused", code: "PUR-2002" });
      else expect(facts.kind).toBe("read");
    });
  });
}

/** Free slots are everybody's, and the account is always the customer's own. */
function isPersonal({ name }: Action): boolean {
  return !["hold_slot", "update_preferences", "add_crm_note"].includes(name);
}
