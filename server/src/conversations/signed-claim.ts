import { timingSafeEqual } from "node:crypto";
import type { JsonObject } from "@purser/contract";
import { commitmentOf } from "@purser/kit/audit";
import { z } from "zod";

/** What a claim is sealed under: `purpose` keeps a token of one kind from being taken for another. */
export type Seal = { purpose: string; tenant: string; secret: Uint8Array };

const longestToken = 1500;

/** A claim with its seal, as text for addresses and headers: whoever has it can read it, and nobody else can make it. */
export function signClaim(claim: JsonObject, seal: Seal): string {
  return `${Buffer.from(JSON.stringify(claim)).toString("base64url")}.${sealOf(claim, seal)}`;
}

/** What a token says; null unless this deployment has signed it for this purpose. */
export function readSignedClaim<Claim extends JsonObject>(
  token: string,
  schema: z.core.$ZodType<Claim>,
  seal: Seal,
): Claim | null {
  const [text = "", sealed = ""] = token.length > longestToken ? [] : token.split(".");
  const claim = readClaim(text, schema);
  if (claim === null) return null;
  const expected = Buffer.from(sealOf(claim, seal));
  const given = Buffer.from(sealed);
  return given.length === expected.length && timingSafeEqual(given, expected) ? claim : null;
}

function readClaim<Claim>(text: string, schema: z.core.$ZodType<Claim>): Claim | null {
  try {
    return z.parse(schema, JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

function sealOf(claim: JsonObject, { purpose, tenant, secret }: Seal): string {
  return commitmentOf({ purpose, tenant, ...claim }, secret);
}
