import type { SeededChance, Stage } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { sayYes } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

/** A customer without an outfit box, who has a login. */
export function closingWish({ landmarks, chance }: { landmarks: unknown; chance: SeededChance }) {
  const { refundSmall, wrongSize, twoOrders } = landmarksSchema.parse(landmarks);
  return { customerRef: chance.pick([refundSmall, wrongSize, twoOrders]).customerRef };
}

/** She asks for it and says yes; then it is held. */
export async function wantsToClose(stage: Stage, customerRef: string): Promise<void> {
  const text = stage.chance.pick([
    "Please close my account. The children have grown up.",
    "hi i'd like to close my account for good",
    "Could you shut down my account, please?",
  ]);
  await opens(stage, { customerRef, level: 2, text });
  await sayYes(stage);
}
