import type { Action } from "@purser/kit";
import type { ActionUnderTest } from "@purser/kit/testing";
import { testAction } from "@purser/kit/vitest";
import { expect, test } from "vitest";
import { freeSlots, hold, label, labelReference, orderOf, returned } from "../systems/records-under-test.ts";
import { at, bodyOf, textAt } from "../systems/test-world.ts";
import { openShopUnderTest, type ShopTrial } from "../systems/world-under-test.ts";

type Entry = Omit<ActionUnderTest, "action" | "bookkeeping" | "open"> & ShopTrial;

/** Every write to a versioned record moves it on and notes its key. */
const bookkeeping = [
  { field: "version", because: "Each write makes another version." },
  { field: "membershipVersion", because: "Each write makes another version." },
  { field: "lastKeys", because: "Each write notes its key." },
];

const ownAccount = "The account is that of the customer who asks; no argument names a record.";

/** By the name of the action. */
const entries: Readonly<Record<string, Entry>> = {
  change_address: {
    landmarks: ["pendingOrder", "pendingOrder", "pendingOrder", "shippedOrder"],
    begin:
      async ({ landmark }) =>
      (random) => ({
        orderId: orderOf(landmark).orderId,
        line1: `${random.int(1, 200)} ${random.pick(["Elm Street", "Quay Road", "St. Ann's Place"])}`,
        ...random.pick([
          { city: "Portland", region: "OR", postcode: "97201", country: "US" },
          { city: "Leeds", postcode: "LS1 4AP", country: "GB" },
        ]),
      }),
  },
  cancel_order: {
    landmarks: ["pendingOrder", "pendingOrder", "shippedOrder", "wrongSize"],
    begin:
      async ({ landmark }) =>
      () => ({ orderId: orderOf(landmark).orderId }),
  },
  refund_order: {
    landmarks: ["refundSmall", "refundMedium", "refundLarge", "twoOrders", "shippedOrder", "chargedTwice"],
    begin:
      async ({ landmark }) =>
      (random) => {
        const { orderId, paidMinor } = orderOf(landmark);
        const amountMinor = random.pick([random.int(1, paidMinor), paidMinor, paidMinor + random.int(1, 500)]);
        return { orderId, amountMinor, reason: random.pick(["damaged", "late", "wrongItem", "goodwill", "billing"]) };
      },
    residue: [{ field: "refunds", because: "A void refund is still told of, with the fee that was kept." }],
  },
  refund_return: {
    landmarks: ["refundSmall", "refundMedium", "refundLarge", "twoOrders"],
    async begin(shop, seed) {
      const { paidMinor } = orderOf(shop.landmark);
      // The parcel of every fourth is still on its way.
      const returnId = await returned(shop, seed % 4 > 0);
      return (random) => ({
        returnId,
        amountMinor: random.pick([random.int(1, paidMinor), paidMinor, paidMinor + random.int(1, 500)]),
      });
    },
    residue: [{ field: "refunds", because: "A void refund is still told of, with the fee that was kept." }],
  },
  create_exchange: {
    landmarks: ["wrongSize", "wrongSizeOutOfStock", "wrongSizeTooLate", "refundSmall", "shippedOrder"],
    begin:
      async ({ landmark }) =>
      (random) => {
        const { orderId, lineId, sizeOrdered } = orderOf(landmark);
        const toSize = random.pick([sizeOrdered, "30", "24"]);
        return { orderId, lineId, toSize, ...random.pick([{}, { reason: "too small" }]) };
      },
    residue: [{ field: "exchanges", because: "A cancelled exchange is still told of." }],
  },
  create_return: {
    landmarks: ["refundSmall", "refundLarge", "shippedOrder", "pendingOrder", "twoOrders"],
    begin:
      async ({ landmark }) =>
      (random) => {
        const { orderId, lineId } = orderOf(landmark);
        return { orderId, lineId, ...random.pick([{}, { reason: "not her color" }]) };
      },
    residue: [{ field: "returns", because: "A cancelled return is still told of." }],
  },
  create_label: {
    landmarks: ["wrongSize", "wrongSizeTooLate", "refundSmall"],
    async begin(shop) {
      const reference = await labelReference(shop);
      return () => ({ orderId: orderOf(shop.landmark).orderId, reference });
    },
    residue: [{ field: "labels", because: "A void label is still told of." }],
    decidedLater: ["label.state", "label.url", "label.trackingNumber"].map((field) => ({
      field,
      because: "The carrier accepts the request first and decides seconds later.",
    })),
  },
  send_label: {
    landmarks: ["wrongSize", "wrongSizeTooLate", "refundSmall"],
    async begin(shop, seed) {
      const reference = await labelReference(shop);
      const labelId = await label(shop, reference);
      // Every fourth is to be mailed before the carrier has made it.
      if (seed % 4 > 0) shop.world.clock.advance(10_000);
      return () => ({ reference, labelId });
    },
  },
  send_code: {
    landmarks: ["wrongSize", "refundSmall", "appointment"],
    begin: async () => () => ({}),
    skips: { "foreign-customer": ownAccount },
  },
  pause_subscription: {
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused"],
    begin:
      async ({ landmark }) =>
      () => ({ subscriptionId: landmark.subscriptionId ?? "" }),
  },
  resume_subscription: {
    landmarks: ["planPaused", "planPaused", "planFree"],
    begin:
      async ({ landmark }) =>
      () => ({ subscriptionId: landmark.subscriptionId ?? "" }),
  },
  cancel_subscription: {
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused"],
    begin:
      async ({ landmark }) =>
      () => ({ subscriptionId: landmark.subscriptionId ?? "" }),
  },
  change_plan: {
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused", "planFree"],
    begin:
      async ({ landmark }) =>
      (random) => ({
        subscriptionId: landmark.subscriptionId ?? "",
        plan: random.pick(["free", "basic", "plus", "premium"]),
      }),
  },
  refund_subscription: {
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused"],
    begin:
      async ({ landmark }) =>
      (random) => ({
        subscriptionId: landmark.subscriptionId ?? "",
        amountMinor: random.pick([random.int(1, 1900), random.int(1, 8000)]),
      }),
    residue: [{ field: "refunds", because: "A void refund is still told of, with the fee that was kept." }],
  },
  stop_box: {
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused"],
    begin: async ({ customer }) => {
      const boxId = textAt(bodyOf(await customer.oms.get("/boxes")), "boxes", 0, "boxId");
      return () => ({ boxId });
    },
  },
  set_membership: {
    landmarks: ["planBasic", "planPlus", "planPremium"],
    begin: async () => (random) => ({ plan: random.pick(["free", "basic", "plus", "premium"]) }),
    skips: { "foreign-customer": ownAccount },
  },
  hold_slot: {
    landmarks: ["appointment", "refundSmall"],
    begin: async (shop) => {
      const slotIds = await freeSlots(shop);
      const taken = at(bodyOf(await shop.customer.calendar.get("/appointments")), "appointments");
      const others = Array.isArray(taken) && taken.length > 0 ? [textAt(taken, 0, "slotId")] : [];
      return (random) => ({
        slotId: random.pick([...slotIds, ...others, ...others]),
        ...random.pick([{}, { note: "First school shoes" }]),
      });
    },
    residue: [{ field: "appointments", because: "A hold that was let go of is still told of." }],
    skips: { "foreign-customer": "A time belongs to nobody until it is held." },
  },
  book_appointment: {
    landmarks: ["refundSmall", "refundMedium", "appointment"],
    async begin(shop, seed) {
      const appointmentId = shop.landmark.appointmentId ?? (await hold(shop));
      // Every fifth hold has run out.
      if (seed % 5 === 0) shop.world.clock.advance(16 * 60_000);
      return () => ({ appointmentId });
    },
    residue: [
      { field: "appointments", because: "What was held is released, not held again." },
      { field: "slots", because: "The time is free for everybody again." },
    ],
  },
  reschedule_appointment: {
    landmarks: ["appointment", "appointment", "refundSmall"],
    async begin(shop) {
      const slotIds = await freeSlots(shop);
      const appointmentId = shop.landmark.appointmentId ?? (await hold(shop));
      return (random) => ({ appointmentId, slotId: random.pick(slotIds) });
    },
  },
  cancel_appointment: {
    landmarks: ["appointment", "appointment", "refundSmall"],
    begin: async (shop) => {
      const appointmentId = shop.landmark.appointmentId ?? (await hold(shop));
      return () => ({ appointmentId });
    },
  },
  give_credit: {
    landmarks: ["refundSmall", "shippedOrder", "refundLarge"],
    begin:
      async ({ landmark }) =>
      (random) => ({
        orderId: orderOf(landmark).orderId,
        amountMinor: random.int(1, 2500),
        reason: random.pick(["A parcel that took two weeks.", "Goodwill."]),
      }),
    residue: [{ field: "credits", because: "A revoked credit is still told of." }],
  },
  refund_card_part: {
    landmarks: ["paidInParts", "paidInParts", "refundMedium", "shippedOrder"],
    begin:
      async ({ landmark }) =>
      (random) => {
        const { orderId, paidMinor } = orderOf(landmark);
        return { orderId, amountMinor: random.pick([random.int(1, 3000), random.int(1, paidMinor), paidMinor + 1]) };
      },
    residue: [{ field: "refunds", because: "A void refund is still told of, with the fee that was kept." }],
  },
  return_credit_part: {
    landmarks: ["paidInParts", "paidInParts", "paidInParts", "refundMedium"],
    begin:
      async ({ landmark }) =>
      (random) => ({ orderId: orderOf(landmark).orderId, amountMinor: random.int(1, 3000) }),
    residue: [{ field: "credits", because: "A revoked credit is still told of." }],
  },
  add_operations_note: {
    landmarks: ["overcharged", "chargedTwice"],
    begin: async () => (random) => ({
      topic: "billing:charged-twice",
      text: random.pick(["Three cards were charged twice.", "billing-pattern: 3 cases in 7 days."]),
    }),
    skips: { "foreign-customer": "A note for operations is about no customer." },
  },
  update_email: {
    landmarks: ["refundSmall", "wrongSize", "contactChanged"],
    begin:
      async ({ landmark, landmarks }) =>
      (random) => ({
        email: random.pick([
          `robin.${random.int(1, 999)}@example.com`,
          `Robin.${random.int(1, 999)}@Example.com`,
          landmark.email,
          landmarks.twoOrders.email,
        ]),
      }),
    residue: [{ field: "registeredAt", because: "The contact counts as registered on the day of the undo." }],
    skips: { "foreign-customer": ownAccount },
  },
  send_password_reset: {
    landmarks: ["refundSmall", "wrongSize", "contactChanged"],
    begin: async () => () => ({}),
    residue: [{ field: "passwordResets", because: "A revoked link is still told of." }],
    skips: { "foreign-customer": ownAccount },
  },
  close_account: {
    landmarks: ["refundSmall", "wrongSize", "contactChanged"],
    begin: async () => () => ({}),
    skips: { "foreign-customer": ownAccount },
  },
  update_preferences: {
    landmarks: ["refundSmall", "wrongSize", "contactChanged"],
    begin: async () => (random) => ({
      ...random.pick([{}, { newsletter: random.int(0, 1) === 1 }]),
      ...random.pick([{}, { textMessages: true }]),
      ...random.pick([{}, { favoriteStore: "brooklyn" }]),
      giftWrap: random.int(0, 1) === 1,
    }),
    skips: { "foreign-customer": ownAccount },
  },
  add_crm_note: {
    landmarks: ["refundSmall", "poisonedNote"],
    begin: async () => (random) => ({
      text: random.pick(["She called twice.", "Wants a call back on Monday."]),
      ...random.pick([{}, { topic: "billing:charged-twice" }]),
    }),
    skips: { "foreign-customer": ownAccount },
  },
};

declare global {
  interface ImportMeta {
    /** Vite's: the modules that match, by their paths. */
    glob: (patterns: readonly string[], options: { eager: true }) => Record<string, object>;
  }
}

const modules = import.meta.glob(["./*.ts", "!./*.test.ts"], { eager: true });
const actions = Object.values(modules).flatMap((module) => Object.values(module).flat().filter(isAction));

test("every action of the example is tested, and nothing else", () => {
  expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(entries).sort());
});

for (const action of actions) {
  const { landmarks, begin, ...declared } = entries[action.name] ?? {};
  if (landmarks === undefined || begin === undefined) continue;
  testAction({ action, bookkeeping, open: (seed) => openShopUnderTest(seed, { landmarks, begin }), ...declared });
}

function isAction(value: unknown): value is Action {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "action";
}
