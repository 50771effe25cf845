import type { CaseId } from "@purser/contract";
import { openCase } from "../../server/dist/conversations/open-case.js";
import { receiveMessage } from "../../server/dist/conversations/receive-message.js";
import { Worker } from "../../server/dist/worker/worker.js";
import { openMeasured } from "./deployment.js";
import { CaseWatch, runRefundCase } from "./refund-case.js";

/** What `bench/peers/measure.js` wants of everyone who is measured, and tells of with the figures. */
export const settings = {
  guard: "Cedar, facts read twice, totals with reservations",
  log: "hash-chained, bodies encrypted, effects read back",
  worker: "in the same process, 32 cases side by side",
};
export const longestConversation = 1_000;

type Measured = {
  runCase: (number: number) => Promise<void>;
  takeTurn: (conversation: string, turn: number) => Promise<void>;
  close: () => Promise<void>;
};

/** Purser with everything on; `connections` is the size of its pool. */
export async function open(databaseUrl: string, connections: number): Promise<Measured> {
  const deployment = await openMeasured(databaseUrl, connections);
  const worker = new Worker(deployment.world, { leaseMs: 30_000, concurrency: 32, pollMs: 1_000 });
  worker.start();
  const watch = new CaseWatch(deployment);
  const conversations = new Map<string, CaseId>();
  const beginConversation = async (): Promise<CaseId> => {
    const identity = { level: 2, method: "token", expiresAt: null } as const;
    const trigger = { kind: "person", name: "bench" } as const;
    return (await openCase({ trigger, channel: "chat", customerRef: "LC-turns", identity }, deployment.desk)).caseId;
  };
  return {
    runCase: (number) => runRefundCase(number, deployment, watch),
    takeTurn: async (conversation, turn) => {
      const caseId = conversations.get(conversation) ?? (await beginConversation());
      conversations.set(conversation, caseId);
      const message = { text: `hello ${turn}`, provider: "bench", deliveryId: `${conversation}-${turn}` };
      await receiveMessage(caseId, message, deployment.desk);
      await watch.until(caseId, ({ state }) => !state.needsThought && state.proposals.length === 0);
    },
    close: async () => {
      watch.close();
      await worker.stop();
      await deployment.close();
    },
  };
}
