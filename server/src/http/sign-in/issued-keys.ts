import { randomBytes } from "node:crypto";
import {
  type ApiKeyView,
  apiKeyRoleSchema,
  apiKeyScopeSchema,
  epochMsOf,
  type MadeApiKey,
  type MakeApiKeyRequest,
  plusMs,
  PurserError,
} from "@purser/contract";
import { days } from "@purser/kit";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { IssuedKey } from "../../cases/account-store.ts";
import type { ApiKey, Caller } from "../authenticate.ts";
import { accountOf } from "./account.ts";
import { hashToken, type SessionServices } from "./sessions.ts";

const keyBytes = 32;
const idBytes = 8;
/** So often at most it is written down that a key was used. */
const touchEachMs = 60_000;

/**
 * Makes a key that is told once. Its maker is an admin with a session, so that no key that has leaked makes others.
 *
 * @throws PurserError PUR-2051 no admin · PUR-2970 a key.
 */
export async function makeKey(
  { name, role, scopes, days: goodFor }: MakeApiKeyRequest,
  by: Caller,
  services: SessionServices,
): Promise<MadeApiKey> {
  refuseUnlessAdminHere(by, services);
  const { accounts } = services;
  const key = `pur_${randomBytes(keyBytes).toString("base64url")}`;
  const keyId = `_key_${randomBytes(idBytes).toString("hex")}`;
  const madeAt = await accounts.now();
  const row = { keyId, keyHash: hashToken(key), name, role, scopes: [...new Set(scopes)], madeBy: by.id };
  const endsAt = plusMs(madeAt, days(goodFor));
  await accounts.addKey({ ...row, endsAt });
  return { key, made: viewOf({ ...row, endsAt, madeAt, lastUsedAt: null, endedAt: null }) };
}

/** The keys that were made at the desk, for admins and auditors. Throws PUR-2051. */
export async function listKeys(by: Caller, services: SessionServices): Promise<ApiKeyView[]> {
  const role = roleNow(services.people(), by.id, by.role);
  if (role !== "admin" && role !== "auditor") throw new PurserError("PUR-2051", "");
  return (await services.accounts.listKeys()).map(viewOf);
}

/** From now on it is refused. Throws PUR-2051, PUR-2970, and PUR-2002 for one that is not there or has been ended. */
export async function endKey(keyId: string, by: Caller, services: SessionServices): Promise<void> {
  refuseUnlessAdminHere(by, services);
  if (!(await services.accounts.endKey(keyId))) throw new PurserError("PUR-2002", keyId);
}

/**
 * The key of this hash, as those of the files are known; null when there is none, when it has ended, and while whoever made it is
 * no admin any more: a key never may more than its maker.
 */
export async function findKey(hash: Uint8Array, services: SessionServices): Promise<ApiKey | null> {
  const { accounts, people } = services;
  const found = await accounts.findKey(Buffer.from(hash).toString("hex"));
  if (found === null) return null;
  const row = await accounts.readAccount(found.madeBy);
  if (row === null || roleNow(people(), found.madeBy, accountOf(row).account.role) !== "admin") return null;
  await touch(found, services);
  const { id, role, scopes } = viewOf(found);
  return { hash, caller: { id, role, scopes, authenticated: "api-key" }, limit: "requests" };
}

async function touch({ keyId, lastUsedAt }: IssuedKey, { accounts }: SessionServices): Promise<void> {
  const isRecent = lastUsedAt !== null && epochMsOf(await accounts.now()) - epochMsOf(lastUsedAt) < touchEachMs;
  if (!isRecent) await accounts.touchKey(keyId);
}

function refuseUnlessAdminHere({ id, role, authenticated }: Caller, { people }: SessionServices): void {
  if (authenticated === "api-key") throw new PurserError("PUR-2970", "");
  if (roleNow(people(), id, role) !== "admin") throw new PurserError("PUR-2051", "");
}

function viewOf({ keyId, name, role, scopes, madeBy, madeAt, endsAt, lastUsedAt, endedAt }: IssuedKey): ApiKeyView {
  return {
    id: keyId,
    name,
    role: apiKeyRoleSchema.parse(role),
    scopes: scopes.map((scope) => apiKeyScopeSchema.parse(scope)),
    madeBy,
    madeAt,
    endsAt,
    lastUsedAt,
    endedAt,
  };
}
