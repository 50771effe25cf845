import { jsonObjectSchema } from "@purser/contract";
import type { SystemOfRecord, Webhook } from "../../examples/larkspur/systems/system-of-record.ts";
import type { WebhookRule } from "../../server/src/blueprint/connections.ts";
import { receiveSignal } from "../../server/src/conversations/receive-signal.ts";
import type { Simulation } from "./simulation.ts";

/** How webhooks reach us: so often at once, so much later than they were meant to; some of them never. */
export type WebhookFate = { copies: number; lateByMs: number; isLost: boolean };

/** Carries what systems report to the desk, until the desk has taken it in; gives what befell the webhooks. */
export function sendWebhooks(simulation: Simulation, rule: WebhookRule, fate: WebhookFate): readonly string[] {
  const met: string[] = [];
  const { scheduler, clock, random } = simulation;
  simulation.onChange((system) => {
    const dueAt = system.webhooks.nextDueAt();
    if (dueAt === null) return;
    void scheduler
      .sleep("carrier", Math.max(0, dueAt - Date.parse(clock.now())), null)
      .then(() => Promise.all(system.webhooks.takeDue().map((webhook) => send(system, webhook))));
  });
  return met;

  async function send(system: SystemOfRecord, webhook: Webhook): Promise<void> {
    if (fate.isLost) return void met.push("webhook lost");
    if (fate.copies > 1) met.push("webhook doubled");
    if (fate.lateByMs > 0) met.push("webhook late");
    await Promise.all(
      Array.from({ length: fate.copies }, async (_, copy) => {
        // Each copy is late by another time, so those of two labels overtake each other.
        if (fate.lateByMs > 0) await scheduler.sleep("carrier", random.below(fate.lateByMs), null);
        await deliver(system, webhook, copy);
      }),
    );
  }

  /** A carrier that is not answered tries again. */
  async function deliver(system: SystemOfRecord, { id, body }: Webhook, copy: number): Promise<void> {
    const signal = { system: system.name, deliveryId: id, body: jsonObjectSchema.parse(JSON.parse(body)) };
    for (let tries = 0; tries < 5; tries += 1) {
      try {
        await receiveSignal(signal, rule, simulation.deskOf(`desk of carrier-${copy}`));
        return;
      } catch {
        await scheduler.sleep("carrier", 5_000, null);
      }
    }
  }
}
