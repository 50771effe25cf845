import type { CaseId } from "@purser/contract";
import { answerPause } from "../../server/dist/conversations/pauses/answer-pause.js";
import { openCase } from "../../server/dist/conversations/open-case.js";
import { type CaseNow, readCaseNow } from "../../server/dist/conversations/read-case-now.js";
import { receiveMessage } from "../../server/dist/conversations/receive-message.js";
import type { Deployment } from "../../server/dist/cli/runtime.js";

/**
 * Waits until a case is as wanted. Looks at it only after a worker's append, not when news comes in that waits for one, as
 * a surface does that follows a case.
 */
export class CaseWatch {
  readonly #deployment: Deployment;
  readonly #changed = new Set<CaseId>();
  readonly #waiting = new Map<CaseId, () => void>();
  readonly #unsubscribe: () => void;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    this.#unsubscribe = deployment.store.subscribe((caseId, isRunnable) => {
      if (isRunnable) return;
      this.#changed.add(caseId);
      this.#waiting.get(caseId)?.();
    });
  }

  async until(caseId: CaseId, isWanted: (caseNow: CaseNow) => boolean): Promise<CaseNow> {
    for (;;) {
      if (!this.#changed.has(caseId)) await new Promise<void>((resolve) => this.#waiting.set(caseId, resolve));
      this.#waiting.delete(caseId);
      this.#changed.delete(caseId);
      const caseNow = await readCaseNow(caseId, this.#deployment.desk);
      if (isWanted(caseNow)) return caseNow;
    }
  }

  close(): void {
    this.#unsubscribe();
  }
}

/** One refund of $180 as a customer and a lead see it: asked for, confirmed, durably approved, done, resolved. */
export async function runRefundCase(number: number, deployment: Deployment, watch: CaseWatch): Promise<void> {
  const { desk } = deployment;
  const caseId = await openRefundCase(number, deployment, watch);
  await receiveMessage(caseId, { text: "yes", provider: "bench", deliveryId: `yes-${number}` }, desk);
  const { state } = await watch.until(caseId, (caseNow) => caseNow.state.pauses.some(({ kind }) => kind === "approve"));
  const [pause] = state.pauses;
  if (pause === undefined) throw new Error("The approval is gone.");
  const lead = {
    kind: "teammate" as const,
    id: "tm-lead",
    role: "lead" as const,
    authenticated: "bench",
    surface: "api" as const,
  };
  await answerPause(pause.pauseId, { digest: pause.digest, decision: "yes" }, lead, desk);
  await watch.until(caseId, (caseNow) => caseNow.row.status === "resolved");
}

/** A case in which the customer is asked to confirm the refund that she wants. */
export async function openRefundCase(number: number, { desk }: Deployment, watch: CaseWatch): Promise<CaseId> {
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: `LC-${number}`,
      identity: { level: 2, method: "token", expiresAt: null },
      message: {
        text: `I want a refund of order L-${10_000 + number}`,
        provider: "bench",
        deliveryId: `open-${number}`,
      },
    },
    desk,
  );
  await watch.until(caseId, ({ state }) => state.pauses.some(({ kind }) => kind === "confirm"));
  return caseId;
}
