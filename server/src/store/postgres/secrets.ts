import { PurserError } from "@purser/contract";
import { base32, decrypt, encrypt, keyBytes, nonceBytes } from "@purser/kit/audit";
import { z } from "zod";
import type { Random } from "../sealed-event.ts";
import { unwrapKey, wrapKey } from "../subject-key.ts";
import { type Database, openDatabase } from "./database.ts";
import { deploymentSecret } from "./deployment.ts";
import { migrate } from "./migrate.ts";
import { onlyRow } from "./only-row.ts";
import { bytesField } from "./row-fields.ts";

export type SecretsOptions = {
  databaseUrl: string;
  masterKey: Uint8Array;
  tenant: string;
  random: Random;
  nowMs: () => number;
};

/** So long a value that was read is used without asking again: what is set meanwhile counts then at the latest. */
const keptMs = 5_000;
const namePattern = /^[A-Za-z][\w.-]{0,63}$/;
const longestBytes = 16_384;
const keyIdBytes = 5;

/**
 * The secrets of connectors: each value under a key of its own (AES-256-GCM), that key under the deployment's, and both
 * bound to tenant and name, so that a row put in the place of another does not open. Throws PUR-5002 when the database was
 * made with another master key.
 */
export async function openSecrets({ databaseUrl, masterKey, tenant, random, nowMs }: SecretsOptions) {
  await migrate(databaseUrl);
  const database = openDatabase(databaseUrl, 1);
  try {
    // Nothing is sealed under a key that the rest of the database does not open with.
    await deploymentSecret(database, masterKey, random);
  } catch (error) {
    await database.close();
    throw error;
  }
  const owner = (name: string): string => `secret/${tenant}/${name}`;
  const known = new Map<string, { value: Promise<string>; readAtMs: number }>();
  const readNow = async (name: string): Promise<string> =>
    open(await readRow(database, tenant, name), owner(name), masterKey);
  const seal = (name: string, value: string) => sealed(value, owner(name), masterKey, random);
  const list = async () => z.array(entrySchema).parse(await database.run({ text: listText, values: [tenant] }));
  return {
    /** Throws PUR-3030 when there is none of this name, PUR-3032 when it does not open. */
    read: (name: string): Promise<string> => {
      const kept = known.get(name);
      if (kept !== undefined && nowMs() < kept.readAtMs + keptMs) return kept.value;
      const value = readNow(name);
      known.set(name, { value, readAtMs: nowMs() });
      value.catch(() => known.delete(name));
      return value;
    },
    set: async (name: string, value: string): Promise<void> => {
      if (!namePattern.test(name)) throw new PurserError("PUR-3031", "The name does not have this form.");
      const size = Buffer.byteLength(value, "utf8");
      if (size === 0 || size > longestBytes || value.includes("\0"))
        throw new PurserError("PUR-3031", `The value is empty, longer than ${longestBytes} bytes, or no text.`);
      const { keyId, wrapped, bytes } = seal(name, value);
      await database.run({ text: setText, values: [tenant, name, keyId, wrapped, bytes] });
      known.delete(name);
    },
    list: async () =>
      (await list()).map(({ name, key_id, set_at }) => ({ name, keyId: key_id, setAt: set_at.toISOString() })),
    remove: async (name: string): Promise<boolean> => {
      known.delete(name);
      return (await database.run({ text: removeText, values: [tenant, name] })).length > 0;
    },
    rotate: async (): Promise<number> => {
      const rows = await list();
      for (const { name, key_id: before } of rows) {
        const { keyId, wrapped, bytes } = seal(name, await readNow(name));
        // Only what was read: a value that somebody sets meanwhile stays.
        await database.run({ text: rotateText, values: [tenant, name, keyId, wrapped, bytes, before] });
      }
      return rows.length;
    },
    close: () => database.close(),
  };
}

const listText = "select name, key_id, set_at from secrets where tenant = $1 order by name";
const readText = "select wrapped, sealed from secrets where tenant = $1 and name = $2";
const removeText = "delete from secrets where tenant = $1 and name = $2 returning name";
const setText = `insert into secrets (tenant, name, key_id, wrapped, sealed, set_at)
  values ($1, $2, $3, $4, $5, purser_now_ms())
  on conflict (tenant, name) do update
  set key_id = excluded.key_id, wrapped = excluded.wrapped, sealed = excluded.sealed, set_at = excluded.set_at`;
const rotateText = `update secrets set key_id = $3, wrapped = $4, sealed = $5
  where tenant = $1 and name = $2 and key_id = $6`;

const entrySchema = z.object({ name: z.string(), key_id: z.string(), set_at: z.date() });
const rowSchema = z.object({ wrapped: bytesField, sealed: bytesField });
type Row = z.infer<typeof rowSchema>;

async function readRow(database: Database, tenant: string, name: string): Promise<Row> {
  const rows = await database.run({ text: readText, values: [tenant, name] });
  if (rows.length === 0) throw new PurserError("PUR-3030", `${name} was not set.`);
  return onlyRow(rows, rowSchema);
}

function sealed(value: string, owner: string, masterKey: Uint8Array, random: Random) {
  const key = random(keyBytes);
  return {
    keyId: base32(random(keyIdBytes)),
    wrapped: wrapKey(key, owner, masterKey, random),
    bytes: encrypt(value, key, random(nonceBytes), owner),
  };
}

function open(row: Row, owner: string, masterKey: Uint8Array): string {
  try {
    return decrypt(row.sealed, unwrapKey(row.wrapped, owner, masterKey), owner);
  } catch (error) {
    throw new PurserError("PUR-3032", `${owner} does not open.`, { cause: error });
  }
}
