import { type Json, PurserError } from "@purser/contract";

/** Text, or the name of a secret with what stands before it, such as `Bearer `. */
export type ConnectionSettings = Readonly<Record<string, string | { secret: string; prefix: string }>>;

/** The value of a secret now. Throws when it is not kept here. */
export type ReadSecret = (name: string) => Promise<string>;

/** Settings with their secrets in, and these secrets, so that no answer can give them back. */
export type ResolvedSettings = { values: Readonly<Record<string, string>>; secrets: readonly string[] };

/** Read anew for each use: a secret that was set meanwhile counts at once. */
export async function resolveSettings(settings: ConnectionSettings, readSecret: ReadSecret): Promise<ResolvedSettings> {
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    if (typeof setting === "string") {
      values[name] = setting;
      continue;
    }
    const secret = await readSecret(setting.secret);
    secrets.push(secret);
    values[name] = `${setting.prefix}${secret}`;
  }
  return { values, secrets };
}

/** Why settings could not be resolved, for the log of a case: never a value. */
export function whyUnresolved(error: unknown): string {
  return error instanceof PurserError
    ? `${error.code} ${error.detail}`
    : "A secret of the connection could not be read.";
}

/** Shorter ones stand in any text by chance. */
const shortestHidden = 6;
const instead = "[secret]";

/** An answer in which no secret stands, whatever the other side echoes: as it is, in base64 or percent-encoded. */
export function withoutSecrets(value: Json, secrets: readonly string[]): Json {
  const spellings = secrets
    .filter((secret) => secret.length >= shortestHidden)
    .flatMap((secret) => [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      encodeURIComponent(secret),
    ])
    .toSorted((one, other) => other.length - one.length);
  return spellings.length === 0 ? value : cleaned(value, spellings);
}

function cleaned(value: Json, spellings: readonly string[]): Json {
  if (typeof value === "string") return spellings.reduce((text, spelling) => text.replaceAll(spelling, instead), value);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item) => cleaned(item, spellings));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      spellings.reduce((text, spelling) => text.replaceAll(spelling, instead), key),
      cleaned(item, spellings),
    ]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
