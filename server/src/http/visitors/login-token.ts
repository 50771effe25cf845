import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { type Instant, PurserError, epochMsOf, instantOf } from "@purser/contract";
import { z } from "zod";

/** Who has logged in to the host site, as it vouches by its signature. */
export type Login = { customer: string; level: 2 | 3; tokenId: string; expiresAt: Instant };

const longestLifeMs = 600_000;
/** Clocks of two machines differ. */
const leewayMs = 60_000;
/** A login this young counts as a fresh one. */
const freshLoginMs = 600_000;
const sessionMs = 4 * 3_600_000;
const audience = "purser";
const header = { alg: "HS256", typ: "JWT" } as const;

const headerSchema = z.object({ alg: z.literal(header.alg) });
const claimsSchema = z.object({
  /** Her id in the systems of record, or her e-mail address. */
  sub: z.string().min(1).max(200),
  aud: z.literal(audience),
  /** Seconds since 1970, as in every JSON Web Token. */
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1).max(200),
  /** When she typed her password or used her passkey; within ten minutes it is level 3. */
  auth_time: z.int().exactOptional(),
});

/**
 * Reads a JSON Web Token that the host site has signed with the site key (HS256). Which case it opens is bound to its
 * `jti`, so that it opens one case only.
 *
 * @throws PurserError PUR-2034 for any other signature, form, audience or time.
 */
export function readLoginToken(token: string, siteKey: Uint8Array, now: Instant): Login {
  const [head = "", claims = "", signature = "", ...more] = token.split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(`${head}.${claims}`, siteKey);
  if (more.length > 0 || given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected))
    throw invalid("Its signature is not of this deployment's site key.");
  if (!headerSchema.safeParse(decoded(head)).success) throw invalid("Its algorithm is not HS256.");
  const parsed = claimsSchema.safeParse(decoded(claims));
  if (!parsed.success) throw invalid("It must have sub, aud purser, iat, exp and jti.");
  const { sub, iat, exp, jti, auth_time: authTime } = parsed.data;
  const nowMs = epochMsOf(now);
  if (exp * 1000 - iat * 1000 > longestLifeMs) throw invalid("It lives longer than ten minutes.");
  if (nowMs > exp * 1000 + leewayMs || nowMs < iat * 1000 - leewayMs)
    throw invalid("Its time is over, or not yet come.");
  const isFresh = authTime !== undefined && authTime <= iat && nowMs - authTime * 1000 <= freshLoginMs + leewayMs;
  return {
    customer: sub,
    level: isFresh ? 3 : 2,
    tokenId: jti,
    expiresAt: instantOf(nowMs + (isFresh ? freshLoginMs : sessionMs)),
  };
}

/** A token as a host site signs it, for a login of this moment: for `purser chat`, which is its own host site. */
export function signLoginToken(
  { customer, isFreshLogin, nowMs }: { customer: string; isFreshLogin: boolean; nowMs: number },
  siteKey: Uint8Array,
): string {
  const iat = Math.floor(nowMs / 1000);
  const claims = { sub: customer, aud: audience, iat, exp: iat + longestLifeMs / 1000, jti: randomUUID() };
  const signed = `${encoded(header)}.${encoded(isFreshLogin ? { ...claims, auth_time: iat } : claims)}`;
  return `${signed}.${signatureOf(signed, siteKey).toString("base64url")}`;
}

function signatureOf(text: string, siteKey: Uint8Array): Buffer {
  return createHmac("sha256", siteKey).update(text, "utf8").digest();
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function invalid(detail: string): PurserError {
  return new PurserError("PUR-2034", detail);
}
