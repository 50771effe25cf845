import type { CaseId } from "@purser/contract";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { openSimulation, type Simulation, simulatedTenant } from "../sim/simulation.ts";
import { opensChat } from "./opens-chat.ts";

export type Conversation = { simulation: Simulation; caseId: CaseId; said: readonly string[] };

/** A conversation with the rules reasoner in which each message of hers gets one answer before she writes the next. */
export async function converseIn(
  blueprint: Blueprint,
  first: string,
  ...others: readonly string[]
): Promise<Conversation> {
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
  const { desk, store, runUntil } = simulation;
  const caseId = await opensChat("READER-1", first, desk);
  const said = async (): Promise<readonly string[]> => {
    const log = await store.readEvents(simulatedTenant, caseId, 0, 500);
    return log.flatMap(({ event }) => (event?.kind === "message.sent" ? [event.body.text] : []));
  };
  await runUntil(async () => (await said()).length === 1);
  for (const [index, text] of others.entries()) {
    await receiveMessage(caseId, { text, provider: "chat", deliveryId: String(index + 1) }, desk);
    await runUntil(async () => (await said()).length === index + 2);
  }
  return { simulation, caseId, said: await said() };
}
