import { PurserError } from "@purser/contract";
import { hours } from "@purser/kit";
import { ZodError } from "zod";
import { isBrokenLog } from "../cases/broken-log.ts";
import type { OutboxClaim } from "../cases/case-store.ts";
import type { World } from "./world.ts";

/** As long as a case whose log cannot be read is left alone. */
const setAsideMs = hours(1);

/** Whether what is to be sent cannot be read: its event, the log of its case, or what it is addressed to. */
export function isUnreadable(error: unknown): error is PurserError | ZodError {
  return error instanceof ZodError || isBrokenLog(error);
}

/** Nothing is told and nothing lost: it is tried again later, and operators hear of it each time. */
export async function setAside(
  { outboxId, caseId, kind }: OutboxClaim,
  error: PurserError | ZodError,
  { store, log }: Pick<World, "store" | "log">,
): Promise<void> {
  const code = error instanceof PurserError ? error.code : "PUR-5002";
  log("error", "outbox.unreadable", { caseId, outboxId, kind, code });
  await store.postponeOutbox(outboxId, setAsideMs);
}
