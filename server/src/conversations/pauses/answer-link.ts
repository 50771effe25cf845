import { hashSchema, instantSchema, type Pause, pauseIdSchema } from "@purser/contract";
import { z } from "zod";
import { readSignedClaim, type Seal, signClaim } from "../signed-claim.ts";

const claimSchema = z.strictObject({
  /** Which pause, whose link it is, what was frozen, and until when. */
  pause: pauseIdSchema,
  person: z.string().min(1).max(60),
  digest: hashSchema,
  expires: instantSchema,
});
export type AnswerLink = {
  pauseId: Pause["pauseId"];
  personId: string;
  digest: Pause["digest"];
  expiresAt: Pause["expiresAt"];
};

/** The address under which one person can answer one pause as it was frozen. The token says who they are, so it is a secret. */
export function answerLink(
  { tenant, pause, personId }: { tenant: string; pause: Pause; personId: string },
  secret: Uint8Array,
  publicUrl: string,
): string {
  const { pauseId, digest, expiresAt } = pause;
  const claim = { pause: pauseId, person: personId, digest, expires: expiresAt };
  return new URL(`/answer/${signClaim(claim, sealFor(tenant, secret))}`, publicUrl).href;
}

/** What a token says; null unless this deployment has signed it. */
export function readAnswerToken(token: string, tenant: string, secret: Uint8Array): AnswerLink | null {
  const claim = readSignedClaim(token, claimSchema, sealFor(tenant, secret));
  if (claim === null) return null;
  return { pauseId: claim.pause, personId: claim.person, digest: claim.digest, expiresAt: claim.expires };
}

function sealFor(tenant: string, secret: Uint8Array): Seal {
  return { purpose: "answer-link", tenant, secret };
}
