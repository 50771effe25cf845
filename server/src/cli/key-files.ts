import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PurserError } from "@purser/contract";
import { base32 } from "@purser/kit/audit";

const keyBytes = 32;
const shortestApiKey = 16;

const apiKeyFile = "api-key";
const masterKeyFile = "key";
const siteKeyFile = "site-key";

export function masterKeyPath(data: string): string {
  return join(data, masterKeyFile);
}

/** The key of a deployment that has begun; null when there is none, and none is made. */
export function readMasterKeyIfPresent(data: string): Uint8Array | null {
  return readIfPresent(masterKeyPath(data)) === null ? null : readMasterKey(data);
}

/** The key that wraps the keys of subjects; made at the first start. Throws PUR-1011 when the file holds something else. */
export function readMasterKey(data: string): Uint8Array {
  const text = readOrMake(data, masterKeyFile, () => randomBytes(keyBytes).toString("base64"));
  const key = Buffer.from(text, "base64");
  if (key.byteLength !== keyBytes)
    throw new PurserError("PUR-1011", `${join(data, masterKeyFile)} does not hold ${keyBytes} bytes in base64.`);
  return key;
}

/** What the host site signs its login tokens with; made at the first start. Throws PUR-1011 when it is too short. */
export function readSiteKey(data: string): Uint8Array {
  const key = Buffer.from(
    readOrMake(data, siteKeyFile, () => randomBytes(keyBytes).toString("base64")),
    "base64",
  );
  if (key.byteLength < keyBytes)
    throw new PurserError("PUR-1011", `${join(data, siteKeyFile)} holds less than ${keyBytes} bytes in base64.`);
  return key;
}

/**
 * The people of a data directory, each with a key file of their own: two leads, since nobody approves what they
 * proposed.
 */
export const localPeople = {
  local: { file: apiKeyFile, id: "tm-local", name: "You, at this machine" },
  second: { file: "api-key-second", id: "tm-second", name: "Second lead, at this machine" },
} as const;
export type LocalPerson = keyof typeof localPeople;

/** The API key of a local person; made at the first start. */
export function readApiKey(data: string, person: LocalPerson = "local"): string {
  const { file } = localPeople[person];
  const key = readOrMake(data, file, newApiKey);
  if (key.length < shortestApiKey)
    throw new PurserError("PUR-1011", `${join(data, file)} holds less than ${shortestApiKey} characters.`);
  return key;
}

/** The API key of one of the people whom the blueprint names; made at the first start that meets them. */
export function readPersonsKey(data: string, personId: string): string {
  const local = Object.values(localPeople).find(({ id }) => id === personId);
  return readOrMake(data, local?.file ?? join("people", personId), newApiKey);
}

function newApiKey(): string {
  return `pur_${base32(randomBytes(keyBytes))}`;
}

/** Null when no start has made one yet. */
export function readApiKeyIfPresent(data: string, person: LocalPerson): string | null {
  return readIfPresent(join(data, localPeople[person].file));
}

/** Of two first starts at once both get the key of one: a link is made once and whole. */
function readOrMake(data: string, name: string, make: () => string): string {
  const path = join(data, name);
  const known = readIfPresent(path);
  if (known !== null) return known;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}-draft-${randomUUID()}`;
  try {
    writeFileSync(draft, `${make()}\n`, { mode: 0o600, flag: "wx" });
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, "utf8").trim();
}

export function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
