import { createHmac } from "node:crypto";
import type { Webhook, WebhookQueue } from "../system-of-record.ts";
import type { ShippingState } from "./data.ts";
import { labelView } from "./label-state.ts";

/**
 * The webhooks about labels, as Standard Webhooks signs them: `label.ready` and `label.refused`, and `parcel.arrived` when
 * what was sent with one is back.
 *
 * `secret` is `whsec_` and base64. One that was handed out is not handed out again, also not after a restart: who
 * misses it reads the label.
 */
export function labelWebhooks(
  state: ShippingState,
  { clock, keep, secret }: { clock: () => number; keep: () => void; secret: string },
): WebhookQueue {
  return {
    nextDueAt: () => state.pendingWebhooks.reduce<number | null>((least, { dueAt }) => earlier(least, dueAt), null),
    takeDue() {
      const now = clock();
      const due = state.pendingWebhooks.filter((webhook) => webhook.dueAt <= now);
      if (due.length === 0) return [];
      state.pendingWebhooks = state.pendingWebhooks.filter((webhook) => webhook.dueAt > now);
      keep();
      return due.map((webhook) => signedWebhook(state, webhook, now, secret));
    },
  };
}

function signedWebhook(
  state: ShippingState,
  { id, dueAt, labelId, about }: ShippingState["pendingWebhooks"][number],
  now: number,
  secret: string,
): Webhook {
  const label = state.labels[labelId];
  if (label === undefined) throw new Error(`There is no label ${labelId}`);
  const timestamp = new Date(now).toISOString();
  const type = about === "parcel" ? "parcel.arrived" : `label.${label.decision}`;
  const body = JSON.stringify({ type, timestamp, data: labelView(label, now) });
  return { id, dueAt, body, headers: webhookHeaders({ id, body, sentAt: now, secret }) };
}

/** The headers of Standard Webhooks: HMAC-SHA256 over id, seconds and body. */
export function webhookHeaders(sent: {
  id: string;
  body: string;
  sentAt: number;
  secret: string;
}): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(sent.sentAt / 1000));
  const keyBytes = Buffer.from(sent.secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", keyBytes).update(`${sent.id}.${seconds}.${sent.body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": sent.id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  };
}

function earlier(least: number | null, dueAt: number): number {
  return least === null ? dueAt : Math.min(least, dueAt);
}
