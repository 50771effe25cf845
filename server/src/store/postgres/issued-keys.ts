import { z } from "zod";
import type { AccountStore, IssuedKey } from "../../cases/account-store.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { momentField } from "./row-fields.ts";

type Keys = Pick<AccountStore, "addKey" | "listKeys" | "findKey" | "touchKey" | "endKey">;

/** The API keys that were made at the desk. */
export function issuedKeysIn(database: Database, tenant: string): Keys {
  return {
    addKey: async ({ keyId, keyHash, name, role, scopes, madeBy, endsAt }) => {
      await database.run({ text: addText, values: [tenant, keyId, keyHash, name, role, scopes, madeBy, endsAt] });
    },
    listKeys: async () => z.array(keySchema).parse(await database.run({ text: listText, values: [tenant] })),
    findKey: async (keyHash) =>
      rowOrNull(await database.run({ text: findText, name: "find-key", values: [tenant, keyHash] }), keySchema),
    touchKey: async (keyId) => {
      await database.run({ text: touchText, values: [tenant, keyId] });
    },
    endKey: async (keyId) => (await database.run({ text: endText, values: [tenant, keyId] })).length === 1,
  };
}

const keySchema = z
  .object({
    key_id: z.string(),
    key_hash: z.string(),
    name: z.string(),
    role: z.string(),
    scopes: z.array(z.string()),
    made_by: z.string(),
    made_at: momentField,
    ends_at: momentField,
    last_used_at: momentField.nullable(),
    ended_at: momentField.nullable(),
  })
  .transform((row): IssuedKey => ({
    keyId: row.key_id,
    keyHash: row.key_hash,
    name: row.name,
    role: row.role,
    scopes: row.scopes,
    madeBy: row.made_by,
    madeAt: row.made_at,
    endsAt: row.ends_at,
    lastUsedAt: row.last_used_at,
    endedAt: row.ended_at,
  }));

const addText = `insert into api_keys (tenant, key_id, key_hash, name, role, scopes, made_by, made_at, ends_at)
  values ($1, $2, $3, $4, $5, $6, $7, purser_now_ms(), $8)`;
const listText = "select * from api_keys where tenant = $1 order by made_at desc, key_id";
const findText = `select * from api_keys where tenant = $1 and key_hash = $2
  and ended_at is null and ends_at > purser_now_ms()`;
const touchText = "update api_keys set last_used_at = purser_now_ms() where tenant = $1 and key_id = $2";
const endText = `update api_keys set ended_at = purser_now_ms()
  where tenant = $1 and key_id = $2 and ended_at is null returning key_id`;
