import { type CaseEvent, type CaseId, epochMsOf, type IdentityLevel, type Instant } from "@purser/contract";
import type { Landmarks } from "../../examples/larkspur/systems/landmarks.ts";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import { recognizerFor } from "../../server/src/agent/rules/understanding/understand.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { decide } from "../../server/src/cases/decide.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";

type Played = { said: readonly string[]; calls: readonly string[]; status: string };

/** Loads the example and trains its recognizer, which takes seconds: once before all conversations of a file. */
export async function prepareConversations(): Promise<void> {
  loading ??= loadLarkspur();
  recognizerFor(await loading);
}

let loading: Promise<Blueprint> | null = null;

/** Nobody writes sooner than this: what is set for so soon comes before her next message. */
const atOnceMs = 1000;

/** A conversation in the example's shop: each line is a customer's message, sent when nothing moves any more. */
export function converse(who: keyof Landmarks, ...texts: readonly string[]): Promise<Played> {
  return converseAt(2, who, ...texts);
}

/** The same, by somebody who is known less or better. At level 0 `{code}` stands for the code that was mailed to her last. */
export function converseAt(level: IdentityLevel, who: keyof Landmarks, ...texts: readonly string[]): Promise<Played> {
  return converseWith({ level }, who, ...texts);
}

type Otherwise = { level?: IdentityLevel; plant?: (data: WorldData) => void };

/** The same, where something of the shop's records is otherwise than it was seeded. */
export async function converseWith(
  { level = 2, plant }: Otherwise,
  who: keyof Landmarks,
  ...texts: readonly string[]
): Promise<Played> {
  loading ??= loadLarkspur();
  const blueprint = await loading;
  const options = { seed: 1, blueprint, reasoner: rulesReasoner };
  const simulation = await openSimulation(plant === undefined ? options : { ...options, plant });
  const { desk, store, runUntil, landmarks, systems } = simulation;
  const { customerRef } = landmarks[who];
  let caseId: CaseId | null = null;
  for (const [index, text] of texts.entries()) {
    const mailed = JSON.stringify(systems.mail.ledger.effects.at(-1)?.args ?? null);
    const code = /\b\d{6}\b/.exec(mailed)?.[0] ?? "";
    const message = { text: text.replaceAll("{code}", code), provider: "chat", deliveryId: String(index) };
    if (caseId === null) {
      const identity = { level, method: "token", expiresAt: null } as const;
      const trigger = { kind: "message", name: "chat" } as const;
      const opening = { trigger, channel: "chat", customerRef: level === 0 ? null : customerRef, identity, message };
      ({ caseId } = await openCase(opening, desk));
    } else await receiveMessage(caseId, message, desk);
    const id: CaseId = caseId;
    await runUntil(async () => {
      const { row, state, now } = await readCaseNow(id, desk);
      const isDue = ({ purpose, wakeAt }: { purpose: string; wakeAt: Instant }): boolean =>
        purpose === "try-again" || epochMsOf(wakeAt) - epochMsOf(now) < atOnceMs;
      const isUnderWay = state.calls.length > 0 || state.timers.some(isDue);
      return row.status !== "working" && decide(state, now).kind === "wait" && !isUnderWay;
    });
  }
  if (caseId === null) return { said: [], calls: [], status: "none" };
  const rows = await store.readEvents("main", caseId, 0, 500);
  const log = rows.flatMap(({ event }): CaseEvent[] => (event === null ? [] : [event]));
  return {
    said: log.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])),
    calls: log.flatMap((event) => (event.kind === "call.started" ? [event.body.tool] : [])),
    status: (await readCaseNow(caseId, desk)).row.status,
  };
}
