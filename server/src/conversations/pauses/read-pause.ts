import { type Pause, type PauseId, type PauseView, PurserError } from "@purser/contract";
import { reassigned } from "../../cases/reassigned.ts";
import type { Desk } from "../desk.ts";
import { readCaseNow } from "../read-case-now.ts";
import { readLog } from "../read-log.ts";

type Reading = Pick<Desk, "store" | "tenant">;

/** A pause with what was shown, whether or not it is still open. Throws PUR-2002 when there is none. */
export async function readPause(pauseId: PauseId, desk: Reading): Promise<PauseView> {
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null) throw new PurserError("PUR-2002", pauseId);
  const { state } = await readCaseNow(row.caseId, desk);
  const open = state.pauses.find((pause) => pause.pauseId === pauseId);
  const pause = open ?? openedAs(pauseId, await readLog(row.caseId, desk));
  if (pause === undefined) throw new PurserError("PUR-2002", `What ${pauseId} asked has been erased.`);
  return { ...pause, caseId: row.caseId, state: row.state };
}

function openedAs(pauseId: PauseId, log: Awaited<ReturnType<typeof readLog>>): Pause | undefined {
  let pause: Pause | undefined;
  for (const event of log) {
    if (event.kind === "pause.opened" && event.body.pause.pauseId === pauseId) pause = event.body.pause;
    else if (event.kind === "pause.reassigned" && pause !== undefined) pause = reassigned(pause, event.body);
  }
  return pause;
}
