import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { sign } from "hono/jwt";
import { z } from "zod";

/** Who has signed in to the shop, and when; epoch milliseconds. */
export type ShopSession = { customerRef: string; signedInAtMs: number };

export type SigningKey = Uint8Array<ArrayBuffer>;

const cookieName = "larkspur-session";
const tokenSeconds = 600;
const sessionSchema = z.strictObject({ customerRef: z.string(), signedInAtMs: z.int() });

/** Everybody may be anybody in this shop; what a browser cannot do is to make itself somebody whom nobody signed in. */
export async function beginSession(context: Context, session: ShopSession, secret: SigningKey): Promise<void> {
  await setSignedCookie(context, cookieName, JSON.stringify(session), secret, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
  });
}

/** Null for nobody. */
export async function sessionOf(context: Context, secret: SigningKey): Promise<ShopSession | null> {
  const text = await getSignedCookie(context, secret, cookieName);
  return typeof text === "string" ? sessionSchema.parse(JSON.parse(text)) : null;
}

export function endSession(context: Context): void {
  deleteCookie(context, cookieName, { path: "/" });
}

/**
 * What tells Purser who is there: a JSON Web Token under the site key that both know, good for ten minutes. The chat asks for
 * another one when its own login has ended.
 */
export async function loginToken(
  { customerRef, signedInAtMs }: ShopSession,
  { siteKey, nowMs }: { siteKey: SigningKey; nowMs: number },
): Promise<string> {
  const key = await crypto.subtle.importKey("raw", siteKey, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    sub: customerRef,
    aud: "purser",
    iat: issuedAt,
    exp: issuedAt + tokenSeconds,
    jti: randomUUID(),
    auth_time: Math.floor(signedInAtMs / 1000),
  };
  return sign(claims, key, "HS256");
}
