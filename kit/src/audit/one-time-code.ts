import { createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/** What a code is for; the same source gives the same code, so that a crash sends no second one. */
export type OneTimeCodeSource = { tenant: string; caseId: string; requestId: string };

const digits = 6;
const drawnBytes = 6;

/**
 * Six digits for one request in one case: HMAC-SHA-256 under the deployment's secret. It is kept nowhere, since who has
 * the secret can derive it, and who has only the log cannot.
 */
export function oneTimeCodeOf(source: OneTimeCodeSource, deploymentSecret: Uint8Array): string {
  const purpose = { purpose: "one-time-code", ...source };
  const drawn = createHmac("sha256", deploymentSecret).update(canonicalJson(purpose), "utf8").digest();
  return String(drawn.readUIntBE(0, drawnBytes) % 10 ** digits).padStart(digits, "0");
}

/** Whether two codes are the same, in the same time for each wrong one. */
export function isSameCode(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
