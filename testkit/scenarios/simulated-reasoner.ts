import { z } from "zod";
import type { CaseView, Reasoner, Thought } from "../../server/src/agent/reasoner.ts";

/** By its name the simulation knows it in the operators' log, which has no words of errors. */
class PoisonMessage extends Error {}

/**
 * Follows the script, and can do what no script can: what is asked about or held is called off when she no longer wants
 * it, an order is looked up, and one message ends whoever reads it.
 */
export function beyondScript(scripted: Reasoner): Reasoner {
  return {
    name: scripted.name,
    think: async (view) => {
      if (unreadText(view).includes("L-POISON")) throw new PoisonMessage();
      return withdrawal(view) ?? lookup(view) ?? greeting(view) ?? scripted.think(view);
    },
  };
}

function unreadText({ state, messages }: CaseView): string {
  const { unreadFromSeq } = state;
  return messages
    .filter(({ seq, direction }) => direction === "in" && unreadFromSeq !== null && seq >= unreadFromSeq)
    .map(({ text }) => text)
    .join("\n");
}

function withdrawal(view: CaseView): Thought | null {
  const open = view.state.proposals.find(({ phase }) => phase.kind === "asking" || phase.kind === "held");
  if (!/never mind/i.test(unreadText(view))) return null;
  const reply = { text: "All right, it is off.", claims: [] };
  const reason = "She no longer wants it.";
  if (open === undefined) return thought({ kind: "reply", reply: { ...reply, text: "All right." } }, reason);
  return thought({ kind: "withdraw", proposalId: open.proposalId, reason, reply }, reason);
}

const orderId = /where is .*\b(L-\d{5})\b/i;

function lookup(view: CaseView): Thought | null {
  const text = unreadText(view);
  const asked = orderId.exec(text)?.[1];
  if (asked !== undefined)
    return thought(
      { kind: "lookup", calls: [{ tool: "order_details", args: { orderId: asked } }] },
      "She asks where it is.",
    );
  const last = view.state.finished.at(-1);
  if (text !== "" || last?.step.kind !== "lookup") return null;
  const status = z.string().safeParse(view.state.values["order.status"]?.value);
  const said = status.success ? `Your order is ${status.data}.` : "I cannot see your order now.";
  return thought({ kind: "reply", reply: { text: said, claims: [] } }, "It was looked up.");
}

/** Nothing was asked for yet. */
function greeting(view: CaseView): Thought | null {
  const { finished, proposals, goal } = view.state;
  const isQuiet = finished.every(({ step }) => step.kind === "reply") && proposals.length === 0;
  if (goal !== null || !isQuiet || unreadText(view) !== "") return null;
  return thought(
    { kind: "reply", reply: { text: "What can I do for you?", claims: [] } },
    "Nobody has asked for anything.",
  );
}

function thought(step: Thought["step"], reason: string): Thought {
  return { understood: [], step, reason };
}
