import { randomBytes } from "node:crypto";
import { keyBytes } from "@purser/kit/audit";
import type { Client } from "pg";
import { z } from "zod";
import { unwrapKey, wrapKey } from "../../subject-key.ts";
import { onlyRow } from "../only-row.ts";
import { bytesField } from "../row-fields.ts";

const seedName = "audit/signing-seed";

/**
 * The seed of the key that signs checkpoints, made on first use and sealed under the master key, as the deployment's secret.
 *
 * @throws PurserError PUR-5002 when the database was made with another master key.
 */
export async function signingSeed(client: Client, masterKey: Uint8Array): Promise<Uint8Array> {
  const made = wrapKey(randomBytes(keyBytes), seedName, masterKey, randomBytes);
  const insert = "insert into deployment (name, sealed) values ($1, $2) on conflict do nothing";
  await client.query(insert, [seedName, made]);
  const found = await client.query<object>("select sealed from deployment where name = $1", [seedName]);
  return unwrapKey(onlyRow(found.rows, z.object({ sealed: bytesField })).sealed, seedName, masterKey);
}
