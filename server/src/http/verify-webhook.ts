import { createHmac, timingSafeEqual } from "node:crypto";
import { PurserError } from "@purser/contract";

/** A webhook as it came over the wire; the headers are null where they are missing. */
export type SignedWebhook = {
  id: string | null;
  timestamp: string | null;
  signature: string | null;
  body: Uint8Array;
};

/** How far the clocks of both sides may differ, and how long a delivery can be repeated. */
const windowMs = 5 * 60_000;
const longestId = 200;

/**
 * Checks a webhook as Standard Webhooks signs it: HMAC-SHA256 over `id.timestamp.body`, the timestamp in seconds, the
 * header a list of `v1,<base64>`. Returns the id of the delivery. Throws PUR-2021 when no signature fits, and PUR-2022
 * when one fits and the time is not within five minutes of `nowMs`. It takes the same time for each wrong signature.
 */
export function verifyWebhook(
  { id, timestamp, signature, body }: SignedWebhook,
  secret: Uint8Array,
  nowMs: number,
): string {
  if (id === null || timestamp === null || signature === null || id.length > longestId || !/^\d{1,12}$/.test(timestamp))
    throw new PurserError("PUR-2021", "It needs webhook-id, webhook-timestamp in seconds and webhook-signature.");
  const expected = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest();
  const isSigned = signature
    .split(" ")
    .map((each) => Buffer.from(/^v1,(.+)$/.exec(each)?.[1] ?? "", "base64"))
    .map((given) => given.byteLength === expected.byteLength && timingSafeEqual(given, expected))
    .includes(true);
  if (!isSigned) throw new PurserError("PUR-2021", "No signature in webhook-signature fits.");
  if (Math.abs(nowMs - Number(timestamp) * 1000) > windowMs)
    throw new PurserError("PUR-2022", "Its timestamp is more than five minutes away from now.");
  return id;
}
