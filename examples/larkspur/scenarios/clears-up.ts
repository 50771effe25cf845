import type { Stage } from "@purser/kit";

/** She writes first, says that she was understood right where she is asked that, and the case comes to rest. */
export async function opens(stage: Stage, opening: Parameters<Stage["openCase"]>[0]): Promise<void> {
  await stage.openCase(opening);
  await stage.untilQuiet();
  await clearsUp(stage);
}

/** Of two readings the likelier one comes first. */
async function clearsUp(stage: Stage): Promise<void> {
  const last = (await stage.log()).findLast(({ kind }) => kind === "message.sent" || kind === "pause.opened");
  if (last?.kind !== "message.sent") return;
  const isYes = last.body.text.startsWith("Do I understand you right");
  if (!isYes && !last.body.text.startsWith("Let me be sure that I understand you")) return;
  await stage.customerSays(isYes ? "yes" : "the first");
  await stage.untilQuiet();
}

/** Where what she wants was only presumed she says yes to it, though no guardrail asks for that. */
export async function meansIt(stage: Stage): Promise<void> {
  const log = await stage.log();
  const last = log.findLast(({ kind }) => kind === "pause.opened" || kind === "pause.answered");
  if (last?.kind !== "pause.opened" || last.body.pause.kind !== "confirm") return;
  const { proposalId } = last.body.pause;
  const made = log.find(({ kind, body }) => kind === "proposal.made" && body.proposal.proposalId === proposalId);
  if (made?.kind !== "proposal.made" || made.body.proposal.step.kind !== "call") return;
  if (made.body.proposal.step.asksFirst !== true) return;
  await stage.customerAnswers("yes", { kind: "button" });
  await stage.untilQuiet();
}
