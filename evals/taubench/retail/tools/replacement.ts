import type { FactsOutcome, ToolContext } from "@purser/kit";
import { z } from "zod";
import {
  areOnOrder,
  type Item,
  methodFacts,
  methodFactsSchema,
  minorOf,
  type Order,
  ownershipOf,
  ownershipSchema,
  readItems,
  readOrder,
  readProfile,
} from "./shop-records.ts";

export const replacementInput = z.object({
  order_id: z.string(),
  item_ids: z.array(z.string()),
  new_item_ids: z.array(z.string()),
  payment_method_id: z.string(),
});
type Replacement = z.infer<typeof replacementInput>;

/** What decides whether items of an order may be replaced by others. */
export const replacementFacts = z.object({
  ownership: ownershipSchema,
  status: z.string(),
  areOnOrder: z.boolean(),
  /** Old and new lists are of equal length. */
  arePaired: z.boolean(),
  areSameProducts: z.boolean(),
  areAvailable: z.boolean(),
  /** Each new item is another one than the old. */
  areDifferent: z.boolean(),
  /** What she has to pay for the change; negative for what she gets back. */
  differenceMinor: z.int(),
  method: methodFactsSchema,
});
type ReplacementFacts = z.infer<typeof replacementFacts>;

export const replacementSources = {
  ownership: "shop",
  status: "shop",
  areOnOrder: "shop",
  arePaired: "shop",
  areSameProducts: "shop",
  areAvailable: "shop",
  areDifferent: "shop",
  differenceMinor: "shop",
  method: "shop",
} as const;

export async function readReplacement(
  context: ToolContext & { args: Replacement },
): Promise<FactsOutcome<ReplacementFacts>> {
  const { order_id, item_ids, new_item_ids, payment_method_id } = context.args;
  const order = await readOrder(context, order_id);
  if (order.kind !== "found") return order;
  const [profile, items] = await Promise.all([
    readProfile(context, order.value.user_id),
    readItems(context, new_item_ids),
  ]);
  if (profile.kind !== "found") return profile;
  if (items.kind !== "found") return items;
  const pairs = pairsOf(order.value, context.args, items.value);
  return {
    kind: "read",
    facts: {
      ownership: ownershipOf(context, order.value.user_id),
      status: order.value.status,
      areOnOrder: areOnOrder(order.value, item_ids),
      arePaired: item_ids.length === new_item_ids.length,
      areSameProducts: pairs.every(({ from, to }) => from !== undefined && from.product_id === to?.product_id),
      areAvailable: pairs.every(({ to }) => to?.available === true),
      areDifferent: pairs.every(({ from, to }) => from?.item_id !== to?.item_id),
      differenceMinor: pairs.reduce(
        (sum, { from, to }) => sum + minorOf(to?.price ?? 0) - minorOf(from?.price ?? 0),
        0,
      ),
      method: methodFacts(profile.value, payment_method_id),
    },
  };
}

type Pair = { from: Order["items"][number] | undefined; to: Item | undefined };

function pairsOf({ items }: Order, { item_ids, new_item_ids }: Replacement, known: readonly Item[]): readonly Pair[] {
  return item_ids.map((itemId, index) => ({
    from: items.find(({ item_id }) => item_id === itemId),
    to: known.find(({ item_id }) => item_id === new_item_ids[index]),
  }));
}

export function describeReplacement({ args, facts }: { args: Replacement; facts: ReplacementFacts }): string {
  const pairs = args.item_ids.map((itemId, index) => `${itemId} for ${args.new_item_ids[index] ?? "nothing"}`);
  const paid = `${(Math.abs(facts.differenceMinor) / 100).toFixed(2)} dollars ${facts.differenceMinor < 0 ? "back to" : "from"}`;
  return `Order ${args.order_id}: ${pairs.join(", ")}, ${paid} ${args.payment_method_id}?`;
}
