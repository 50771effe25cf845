import type { Stage } from "@purser/kit";

/** Where she is asked whether she was understood right, she says so: of two readings the likelier one comes first. */
export async function clearsUp(stage: Stage): Promise<void> {
  const last = (await stage.log()).findLast(({ kind }) => kind === "message.sent" || kind === "pause.opened");
  if (last?.kind !== "message.sent") return;
  const isYes = last.body.text.startsWith("Do I understand you right");
  if (!isYes && !last.body.text.startsWith("Let me be sure that I understand you")) return;
  await stage.customerSays(isYes ? "yes" : "the first");
  await stage.untilQuiet();
}
