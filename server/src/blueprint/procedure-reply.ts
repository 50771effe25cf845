import type { JsonObject } from "@purser/contract";
import { sentenceIn, type Voice } from "./sentences/host-sentences.ts";
import type { Procedure, ProcedureHeader } from "./procedure.ts";
import { render } from "./render.ts";

/** How a procedure can end short of its goal, and the host's sentence for it. */
const hostSentences = {
  denied: "denied",
  declined: "declined",
  undone: "undoneTogether",
  impossible: "impossible",
  later: "later",
} as const satisfies Partial<Record<keyof ProcedureHeader["replies"], string>>;

/** What she reads of a procedure that ends so: its own reply, or the host's sentence where it has none. */
export function procedureReply(
  { header: { replies } }: Pick<Procedure, "header">,
  end: keyof typeof hostSentences,
  values: JsonObject,
  voice: Voice,
): string {
  return render(replies[end] ?? sentenceIn(voice, hostSentences[end]), values, voice);
}
