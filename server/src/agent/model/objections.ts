import type { ErrorCode, ProposedStep } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { Procedure } from "../../blueprint/procedure.ts";
import { actionCallsOf } from "../../cases/calls-of.ts";
import type { Moderator } from "../moderation/moderator.ts";
import { checkReply } from "../reply-check/check-reply.ts";
import { evidenceOf } from "../reply-check/evidence.ts";
import { replyOf } from "../reply-of.ts";
import { factsFor } from "../rules/planning/known-facts.ts";
import { type CaseView, knownValues } from "../reasoner.ts";
import { conduct } from "./prompts/conduct.ts";

/** Why a proposal is not taken, as the model is told. */
export type Objection = { code: ErrorCode; why: string };

/** Null for a proposal that may be made. The guard judges it all the same; this only spares the customer and the log. */
export async function objectionTo(
  step: ProposedStep,
  view: CaseView,
  chosen: readonly Procedure[],
  moderator: Moderator,
): Promise<Objection | null> {
  const early = repeats(step, view) ?? breaksCondition(step, view, chosen);
  const reply = replyOf(step);
  if (early !== null || reply === null) return early;
  if (tellsConduct(reply.text)) return { code: "PUR-6015", why: "She would read a part of your instructions." };
  const unproved = checkReply(reply, evidenceOf(view, step.kind));
  if (unproved.length > 0) {
    const each = unproved.map(({ kind, words, why }) => `${kind} ${JSON.stringify(words)}: ${why}`);
    return { code: "PUR-6014", why: `Nothing proves this in what she would read. ${each.join(" ")}` };
  }
  const moderated = await moderator(reply.text, "out");
  if (moderated.kind === "clean") return null;
  return { code: "PUR-6015", why: `What she would read was held back for ${moderated.categories.join(", ")}.` };
}

/** The same step as one that is over since she last wrote would end as it did. */
function repeats(step: ProposedStep, { state }: CaseView): Objection | null {
  const since = state.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
  const hash = hashOf(step);
  const lastChange = state.finished.findLast((each) => actionCallsOf(each.step).length > 0)?.seq ?? 0;
  const same = state.finished.find(
    ({ argsHash, seq }) => argsHash === hash && seq > since && (step.kind !== "lookup" || seq > lastChange),
  );
  const isOpen = state.proposals.some(({ argsHash }) => argsHash === hash);
  if (same === undefined && !isOpen) return null;
  const how = same === undefined ? "it is still open" : `it ended as ${same.end.kind}`;
  return { code: "PUR-6013", why: `You have proposed exactly this before, and ${how}. Propose something else.` };
}

/** A condition of a chosen procedure that is known not to hold. */
function breaksCondition(step: ProposedStep, view: CaseView, chosen: readonly Procedure[]): Objection | null {
  for (const { tool } of actionCallsOf(step)) {
    for (const procedure of chosen) {
      const facts = factsFor(procedure, view, knownValues(view.state));
      const broken = procedure.before.get(tool)?.find(({ check }) => check.truth(facts) === "false");
      if (broken !== undefined)
        return {
          code: "PUR-6007",
          why: `Before ${tool} this must hold, and does not: ${broken.check.text}. She is to read first: ${broken.otherwise}`,
        };
    }
  }
  return null;
}

const longEnough = 40;
const toldSentences = conduct.split(/\n|(?<=[.:])\s/).filter((sentence) => sentence.length >= longEnough);

function tellsConduct(text: string): boolean {
  const plain = text.replaceAll(/\s+/g, " ");
  return toldSentences.some((sentence) => plain.includes(sentence.trim().replace(/^- /, "")));
}
