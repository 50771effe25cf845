import type { JsonObject, ToolCall } from "@purser/contract";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { SeededRandom } from "../sim/random.ts";

/** What a call is made of: whose case it is, who else there is, and every id that was read in the case. */
export type Material = {
  random: SeededRandom;
  who: Landmark;
  everybody: readonly Landmark[];
  /** Such as `SL-1001` or `LX-10001`. */
  seenIds: readonly string[];
};

type Maker = (material: Material) => JsonObject;

const streets = ["12 Elm Street", "9 Rue Court", "71 Hill Road", "4 Wharf Lane"] as const;
const plans = ["free", "basic", "plus", "premium"] as const;
const sizes = ["24", "26", "28", "30", "32", "M", "L"] as const;

/** For each action of the example, arguments as a model that means well would choose them: of her own records, mostly. */
const makers: Readonly<Record<string, Maker>> = {
  refund_order: (material) => ({
    orderId: orderIdOf(material),
    amountMinor: amountFor(material),
    reason: material.random.pick(["damaged", "late", "wrongItem", "goodwill"]),
  }),
  refund_card_part: (material) => ({ orderId: orderIdOf(material), amountMinor: amountFor(material) }),
  return_credit_part: (material) => ({ orderId: orderIdOf(material), amountMinor: amountFor(material) }),
  give_credit: (material) => ({
    orderId: orderIdOf(material),
    amountMinor: material.random.chance(0.7) ? 100 + material.random.below(1_900) : amountFor(material),
    reason: "It came late.",
  }),
  change_address: (material) => ({
    orderId: orderIdOf(material),
    line1: material.random.pick(streets),
    city: "Portland",
    region: "OR",
    postcode: "97201",
    country: "US",
  }),
  cancel_order: (material) => ({ orderId: orderIdOf(material) }),
  create_exchange: (material) => ({ ...lineOf(material), toSize: material.random.pick(sizes) }),
  create_return: (material) => ({ ...lineOf(material), reason: "Not wanted." }),
  refund_return: (material) => ({ returnId: seenId(material, "LR-"), amountMinor: amountFor(material) }),
  create_label: (material) => ({ reference: seenId(material, "LX-", "LR-"), orderId: orderIdOf(material) }),
  send_label: (material) => ({ reference: seenId(material, "LX-", "LR-"), labelId: seenId(material, "LB-") }),
  add_crm_note: ({ random }) => ({ text: `She prefers the ${random.pick(["back", "front"])} door.` }),
  add_operations_note: ({ random }) => ({
    topic: `billing:topic-${random.pick(["a", "b", "c", "d", "e"])}`,
    text: "Seen again.",
  }),
  change_plan: (material) => ({ ...subscriptionOf(material), plan: material.random.pick(plans) }),
  set_membership: ({ random }) => ({ plan: random.pick(plans) }),
  pause_subscription: subscriptionOf,
  resume_subscription: subscriptionOf,
  cancel_subscription: subscriptionOf,
  refund_subscription: (material) => ({ ...subscriptionOf(material), amountMinor: 1 + material.random.below(2_400) }),
  stop_box: (material) => ({ boxId: seenId(material, "LB-") }),
  hold_slot: (material) => ({ slotId: slotOf(material) }),
  book_appointment: (material) => ({ appointmentId: appointmentOf(material) }),
  reschedule_appointment: (material) => ({ appointmentId: appointmentOf(material), slotId: slotOf(material) }),
  cancel_appointment: (material) => ({ appointmentId: appointmentOf(material) }),
  update_email: ({ random }) => ({ email: `new.address.${random.below(10_000)}@example.com` }),
  update_preferences: ({ random }) => ({ newsletter: random.chance(0.5), giftWrap: random.chance(0.5) }),
  send_password_reset: () => ({}),
  send_code: () => ({}),
  close_account: () => ({}),
};

/** The actions that a well-made call can be made of. */
export const actionNames: readonly string[] = Object.keys(makers);

/** What suits this customer: nobody without an outfit box changes its plan, unless it is to be refused. */
export function wellMadeCall(material: Material, tool: string = suitedTool(material)): ToolCall {
  return { tool, args: makers[tool]?.(material) ?? {} };
}

/** A refund just within a limit: one is allowed, and many are not. */
export function greedyCall(material: Material): ToolCall {
  const amountMinor = material.random.pick([2_500, 2_500, 9_900, 10_000]);
  return { tool: "refund_order", args: { orderId: orderIdOf(material), amountMinor, reason: "late" } };
}

function suitedTool({ random, who }: Material): string {
  const ofOrders = ["refund_order", "refund_order", "give_credit", "create_return", "create_exchange"];
  const ofPending = ["change_address", "change_address", "cancel_order"];
  const ofBoxes = [
    "change_plan",
    "pause_subscription",
    "resume_subscription",
    "cancel_subscription",
    "refund_subscription",
  ];
  const ofAppointments = ["reschedule_appointment", "cancel_appointment"];
  const always = [
    "update_preferences",
    "add_crm_note",
    "set_membership",
    "hold_slot",
    "book_appointment",
    "send_password_reset",
  ];
  const rare = [
    "add_operations_note",
    "update_email",
    "close_account",
    "send_code",
    "stop_box",
    "create_label",
    "send_label",
    "refund_return",
  ];
  const suited = [
    ...always,
    ...(who.orders.some(({ status }) => status === "delivered") ? ofOrders : []),
    ...(who.orders.some(({ status }) => status === "pending") ? ofPending : []),
    ...(who.subscriptionId === null ? [] : ofBoxes),
    ...(who.appointmentId === null ? [] : ofAppointments),
  ];
  const from = random.chance(0.12) ? rare : random.chance(0.15) ? actionNames : suited;
  return from[random.below(from.length)] ?? "refund_order";
}

function orderIdOf({ random, who }: Material): string {
  return who.orders[random.below(who.orders.length)]?.orderId ?? "L-10000";
}

/** Around what was paid, and around the limits of the guardrails. */
function amountFor({ random, who }: Material): number {
  const paidMinor = who.orders[0]?.paidMinor ?? 2_000;
  const near = random.pick([
    400,
    2_499,
    2_500,
    2_501,
    9_999,
    10_000,
    10_001,
    15_000,
    50_000,
    50_001,
    paidMinor,
    paidMinor + 1,
  ]);
  return random.chance(0.3) ? near : 1 + random.below(random.chance(0.6) ? Math.min(2_500, paidMinor) : paidMinor);
}

function lineOf(material: Material): JsonObject {
  const order = material.who.orders[material.random.below(material.who.orders.length)];
  const line = order?.lines[material.random.below(order.lines.length)];
  return { orderId: order?.orderId ?? "L-10000", lineId: line?.lineId ?? "1" };
}

function subscriptionOf({ who }: Material): JsonObject {
  return { subscriptionId: who.subscriptionId ?? "SB-10000" };
}

function appointmentOf(material: Material): string {
  const { who, random } = material;
  return who.appointmentId !== null && random.chance(0.7) ? who.appointmentId : seenId(material, "AP-");
}

function slotOf(material: Material): string {
  return material.random.chance(0.5) ? seenId(material, "SL-") : `SL-${1_001 + material.random.below(84)}`;
}

function seenId({ random, seenIds }: Material, ...prefixes: readonly string[]): string {
  const fitting = seenIds.filter((id) => prefixes.some((prefix) => id.startsWith(prefix)));
  return fitting[random.below(fitting.length)] ?? `${prefixes[0] ?? ""}10001`;
}
