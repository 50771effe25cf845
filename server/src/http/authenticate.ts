import { createHash, timingSafeEqual } from "node:crypto";
import { PurserError, type TeammateRole } from "@purser/contract";
import { type People, roleNow } from "../blueprint/settings/people.ts";

/** `desk` what a teammate does · `channel` to speak for the customer of a case, as a chat or mail server does. */
export type Scope = "desk" | "channel";

/** Who calls: the teammate to whom the key belongs, and what the key is good for. */
export type Caller = {
  id: string;
  role: TeammateRole;
  scopes: readonly Scope[];
  /** How the caller was known; it stands in the log beside an answer. */
  authenticated: "api-key" | "session" | "session-second-factor";
};

/** Which limit a key is held to: a person's, or that of the deployment's own keys, which its programs use. */
export type KeyLimit = "requests" | "programs";

/** An API key as the server keeps it: its SHA-256, whose it is, and its limit. */
export type ApiKey = { hash: Uint8Array; caller: Caller; limit: KeyLimit };

export function apiKeyOf(key: string, caller: Omit<Caller, "authenticated">, limit: KeyLimit = "requests"): ApiKey {
  return { hash: hashOf(key), caller: { ...caller, authenticated: "api-key" }, limit };
}

/** Where keys are looked for that were made at the desk, by their hash. */
export type IssuedKeys = (hash: Uint8Array) => Promise<ApiKey | null>;

/** Throws PUR-2005 unless the header is `Bearer` and one of the keys; takes the same time for each wrong one. */
export async function authenticate(
  authorization: string | undefined,
  keys: readonly ApiKey[],
  issued: IssuedKeys | null,
): Promise<ApiKey> {
  const text = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const given = hashOf(text);
  const [ours] = keys.filter(({ hash }) => timingSafeEqual(hash, given));
  const found = ours ?? (text === "" ? null : await issued?.(given)) ?? undefined;
  if (found === undefined) throw new PurserError("PUR-2005", "The Authorization header must be Bearer and an API key.");
  return found;
}

/** Throws PUR-2007 unless the caller's key has this scope. */
export function requireScope({ scopes }: Caller, scope: Scope, what: string): void {
  if (!scopes.includes(scope)) throw new PurserError("PUR-2007", `Only a key with the scope ${scope} can ${what}.`);
}

/** Throws PUR-2007 for an auditor, who changes nothing. */
export function requireMayWrite({ id, role }: Caller, people: People): void {
  if (roleNow(people, id, role) === "auditor")
    throw new PurserError("PUR-2007", "An auditor reads, and changes nothing.");
}

function hashOf(key: string): Uint8Array {
  return createHash("sha256").update(key, "utf8").digest();
}
