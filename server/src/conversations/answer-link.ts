import { timingSafeEqual } from "node:crypto";
import { hashSchema, instantSchema, type Pause, pauseIdSchema } from "@purser/contract";
import { commitmentOf } from "@purser/kit/audit";
import { z } from "zod";

const claimSchema = z.strictObject({
  /** Which pause, whose link it is, what was frozen, and until when. */
  pause: pauseIdSchema,
  person: z.string().min(1).max(60),
  digest: hashSchema,
  expires: instantSchema,
});
type Claim = z.infer<typeof claimSchema>;
export type AnswerLink = {
  pauseId: Pause["pauseId"];
  personId: string;
  digest: Pause["digest"];
  expiresAt: Pause["expiresAt"];
};

const longestToken = 1000;

/** The address under which one person can answer one pause as it was frozen. The token says who they are, so it is a secret. */
export function answerLink(
  { tenant, pause, personId }: { tenant: string; pause: Pause; personId: string },
  secret: Uint8Array,
  publicUrl: string,
): string {
  const { pauseId, digest, expiresAt } = pause;
  const claim: Claim = { pause: pauseId, person: personId, digest, expires: expiresAt };
  const token = `${Buffer.from(JSON.stringify(claim)).toString("base64url")}.${sealOf(claim, tenant, secret)}`;
  return new URL(`/answer/${token}`, publicUrl).href;
}

/** What a token says; null unless this deployment has signed it. */
export function readAnswerToken(token: string, tenant: string, secret: Uint8Array): AnswerLink | null {
  const [text = "", seal = ""] = token.length > longestToken ? [] : token.split(".");
  const claim = readClaim(text);
  if (claim === null) return null;
  const expected = Buffer.from(sealOf(claim, tenant, secret));
  const given = Buffer.from(seal);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return { pauseId: claim.pause, personId: claim.person, digest: claim.digest, expiresAt: claim.expires };
}

function readClaim(text: string): Claim | null {
  try {
    return claimSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

function sealOf(claim: Claim, tenant: string, secret: Uint8Array): string {
  return commitmentOf({ purpose: "answer-link", tenant, ...claim }, secret);
}
