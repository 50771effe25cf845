import type { PlayedRecord, SeededChance, Stage } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must } from "./record-checks.ts";
import { opens } from "./clears-up.ts";

/** What a customer of the outfit box has, for one seed. */
export type BoxWish = { customerRef: string; subscriptionId: string; plan: Plan };
export type Plan = "free" | "basic" | "plus" | "premium";

const landmarkOf = { free: "planFree", basic: "planBasic", plus: "planPlus", premium: "planPremium" } as const;

/** A customer on one of these plans. */
export function boxWish(
  plans: readonly [Plan, ...Plan[]],
  { landmarks, chance }: { landmarks: unknown; chance: SeededChance },
): BoxWish {
  const plan = chance.pick(plans);
  const { customerRef, subscriptionId } = landmarksSchema.parse(landmarks)[landmarkOf[plan]];
  return { customerRef, subscriptionId: subscriptionId ?? "", plan };
}

/** She writes one of these texts, says that she was understood right where she is asked that, and the case comes to rest. */
export async function writes(
  stage: Stage,
  { customerRef }: BoxWish,
  texts: readonly [string, ...string[]],
): Promise<void> {
  await opens(stage, { customerRef, level: 2, text: stage.chance.pick(texts) });
}

const cancelTexts = [
  "Hello, please cancel my subscription. She has outgrown the box.",
  "cancel the outfit box and pay back what is left, thanks",
  "I don't need the outfit box any more, please stop it for good!",
  "I'd like to quit the monthly outfit box and close my subscription",
] as const;

/** She wants to cancel, says yes to all of it at once, and where it is much money a lead approves it. */
export async function cancels(stage: Stage, wish: BoxWish): Promise<void> {
  await writes(stage, wish, cancelTexts);
  const words = stage.chance.pick(["yes", "Yes please", "ok", "Go ahead!"]);
  await stage.customerAnswers("yes", stage.chance.next() < 0.5 ? { kind: "button" } : { kind: "words", text: words });
  await stage.untilQuiet();
  if (!isApproved(wish)) return;
  await stage.advance(stage.chance.int(1, 90) * 60_000);
  await stage.untilQuiet();
  await stage.teammateAnswers("yes", "The unused days are counted right.");
  await stage.untilQuiet();
}

/** What the unused days cost: always below $20 on basic, always above it on premium. */
function isApproved({ plan }: BoxWish): boolean {
  return plan === "premium";
}

/** One question to the customer with all parts in it, and one to a lead where money asks for it; nothing else. */
export function askedOnce({ log }: PlayedRecord, wish: BoxWish): readonly string[] {
  const shown = log.flatMap((event) => (event.kind === "pause.opened" ? [event.body.pause] : []));
  const kinds = shown.map(({ kind }) => kind).join();
  const wanted = isApproved(wish) ? "confirm,approve" : "confirm";
  const parts = [
    `Cancel your ${wish.plan} outfit box`,
    "for the unused days",
    "Stop the box that is packed on",
    `from ${wish.plan} to free`,
  ];
  const isWhole = shown.every(({ shown: { text } }) => parts.every((part) => text.includes(part)));
  return [
    ...must(kinds === wanted, `People were asked ${kinds || "nothing"}, expected ${wanted}.`),
    ...must(isWhole, "A question did not show all that belongs together."),
  ];
}

const refundSchema = z.object({ amountMinor: z.int() });

/** The refund in the ledger, in minor units; null when there is none. */
export function refundedMinor(record: PlayedRecord): number | null {
  const refund = effectsIn(record, "payments").find(({ operation }) => operation === "refund");
  return refundSchema.safeParse(refund?.args).data?.amountMinor ?? null;
}
