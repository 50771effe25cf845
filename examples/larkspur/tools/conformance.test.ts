import type { JsonObject } from "@purser/contract";
import type { Action, SeededChance } from "@purser/kit";
import { type ActionUnderTest, testAction } from "@purser/kit/testing";
import { expect, test } from "vitest";
import { bodyOf, textAt } from "../systems/test-world.ts";
import { openShopUnderTest, type ShopTrial, type ShopUnderTest } from "../systems/world-under-test.ts";

type Entry = Omit<ActionUnderTest, "action" | "bookkeeping">;

/** Every write to a versioned record moves it on and notes its key. */
const bookkeeping = [
  { field: "version", because: "Each write makes another version." },
  { field: "lastKeys", because: "Each write notes its key." },
];

const ownAccount = "The account is that of the customer who asks; no argument names a record.";

const entries: Readonly<Record<string, Entry>> = {
  change_address: of({
    landmarks: ["pendingOrder", "pendingOrder", "pendingOrder", "shippedOrder"],
    generateArgs: (random, { landmark }) => ({
      orderId: firstOrder(landmark).orderId,
      line1: `${random.int(1, 200)} ${random.pick(["Elm Street", "Quay Road", "St. Ann's Place"])}`,
      ...random.pick([
        { city: "Portland", region: "OR", postcode: "97201", country: "US" },
        { city: "Leeds", postcode: "LS1 4AP", country: "GB" },
      ]),
    }),
  }),
  cancel_order: of({
    landmarks: ["pendingOrder", "pendingOrder", "shippedOrder", "wrongSize"],
    generateArgs: (_, { landmark }) => ({ orderId: firstOrder(landmark).orderId }),
  }),
  refund_order: of(
    {
      landmarks: ["refundSmall", "refundMedium", "refundLarge", "twoOrders", "shippedOrder"],
      generateArgs(random, { landmark }) {
        const { orderId, paidMinor } = firstOrder(landmark);
        const amountMinor = random.pick([random.int(1, paidMinor), paidMinor, paidMinor + random.int(1, 500)]);
        return { orderId, amountMinor, reason: random.pick(["damaged", "late", "wrongItem", "goodwill"]) };
      },
    },
    { residue: [{ field: "refunds", because: "A void refund is still told of, with the fee that was kept." }] },
  ),
  create_exchange: of(
    {
      landmarks: ["wrongSize", "wrongSizeOutOfStock", "wrongSizeTooLate", "refundSmall", "shippedOrder"],
      generateArgs(random, { landmark }) {
        const { orderId, lines } = firstOrder(landmark);
        const [line] = lines;
        const toSize = random.pick([line?.sizeOrdered ?? "", "30", "24"]);
        const reason = random.pick([{}, { reason: "too small" }]);
        return { orderId, lineId: line?.lineId ?? "", toSize, ...reason };
      },
    },
    { residue: [{ field: "exchanges", because: "A cancelled exchange is still told of." }] },
  ),
  create_label: of(
    {
      landmarks: ["wrongSize", "wrongSizeTooLate"],
      prepare: exchange,
      generateArgs: (_, { landmark }, { exchangeId }) => ({ orderId: firstOrder(landmark).orderId, exchangeId }),
    },
    {
      residue: [{ field: "labels", because: "A void label is still told of." }],
      decidedLater: ["state", "url", "trackingNumber"].map((name) => ({
        field: `label.${name}`,
        because: "The carrier accepts the request first and decides seconds later.",
      })),
    },
  ),
  send_label: of({
    landmarks: ["wrongSize", "wrongSizeTooLate"],
    async prepare(shop, seed) {
      const prepared = await exchange(shop);
      const labelId = await label(shop, prepared.exchangeId);
      // Every fourth label is mailed before the carrier has made it.
      if (seed % 4 > 0) shop.world.clock.advance(10_000);
      return { ...prepared, labelId };
    },
    generateArgs: (_random, _shop, prepared) => prepared,
  }),
  pause_subscription: of({
    landmarks: ["planBasic", "planPlus", "planPremium", "planPaused"],
    generateArgs: (_, { landmark }) => ({ subscriptionId: landmark.subscriptionId ?? "" }),
  }),
  resume_subscription: of({
    landmarks: ["planPaused", "planPaused", "planFree"],
    generateArgs: (_, { landmark }) => ({ subscriptionId: landmark.subscriptionId ?? "" }),
  }),
  update_email: of(
    {
      landmarks: ["refundSmall", "wrongSize", "contactChanged"],
      generateArgs: (random, { landmark, landmarks }) => ({
        email: random.pick([
          `robin.${random.int(1, 999)}@example.com`,
          `Robin.${random.int(1, 999)}@Example.com`,
          landmark.email,
          landmarks.twoOrders.email,
        ]),
      }),
    },
    {
      residue: [{ field: "registeredAt", because: "The contact counts as registered on the day of the undo." }],
      skips: { "foreign-customer": ownAccount },
    },
  ),
  update_preferences: of(
    {
      landmarks: ["refundSmall", "wrongSize", "contactChanged"],
      generateArgs: (random) => ({
        ...random.pick([{}, { newsletter: true }, { newsletter: false }]),
        ...random.pick([{}, { textMessages: true }]),
        ...random.pick([{}, { favoriteStore: "brooklyn" }]),
        giftWrap: random.pick([true, false]),
      }),
    },
    { skips: { "foreign-customer": ownAccount } },
  ),
  add_crm_note: of(
    {
      landmarks: ["refundSmall", "poisonedNote"],
      generateArgs: (random) => ({ text: random.pick(["She called twice.", "Wants a call back on Monday."]) }),
    },
    { skips: { "foreign-customer": ownAccount } },
  ),
};

const actions = Object.values(import.meta.glob<object>(["./*.ts", "!./*.test.ts"], { eager: true })).flatMap(actionsIn);

test("every action of the example is tested", () => {
  expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(entries).sort());
});

for (const action of actions) {
  const entry = entries[action.name];
  if (entry !== undefined) testAction({ action, bookkeeping, ...entry });
}

type Trial<Prepared> = Omit<ShopTrial<Prepared>, "prepare"> & Partial<Pick<ShopTrial<Prepared>, "prepare">>;

function of(trial: Trial<null>, more?: Omit<Entry, "open">): Entry;
function of<Prepared>(trial: ShopTrial<Prepared>, more?: Omit<Entry, "open">): Entry;
function of(trial: Trial<null>, more: Omit<Entry, "open"> = {}): Entry {
  return { open: (seed) => openShopUnderTest(seed, { prepare: async () => null, ...trial }), ...more };
}
