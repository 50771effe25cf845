import type { PauseId } from "@purser/contract";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import { readPause } from "../../conversations/pauses/read-pause.ts";
import type { StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { messageTo } from "./message.ts";

/** Her yes or no could mean several questions: each is named by its effect, and she answers by number. */
export async function askWhich(context: StepContext): Promise<StepResult> {
  const choices: PauseId[] = [];
  const questions: string[] = [];
  for (const pauseId of context.state.choice?.pauseIds ?? []) {
    const { state, shown } = await readPause(pauseId, context.world);
    if (state !== "open") continue;
    choices.push(pauseId);
    questions.push(shown.text);
  }
  const { settings } = context.blueprint;
  const text =
    questions.length === 0 ? hostSays(settings, "nothingOpen") : hostSays(settings, "whichOne", { parts: questions });
  return { events: [messageTo(context, text, { choices })] };
}
