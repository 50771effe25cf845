import { type CustomerId, customerIdSchema } from "@purser/contract";
import { commitmentOf, idFromBytes, keyBytes } from "@purser/kit/audit";
import { sql } from "kysely";
import { z } from "zod";
import type { Random } from "../sealed-event.ts";
import { unwrapKey, wrapKey } from "../subject-key.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { bytesField } from "./row-fields.ts";
import { builder } from "./tables.ts";

/** The row whose opening shows whether a master key is the right one. */
export const secretName = "deployment/secret";

/**
 * The deployment's secret, made when the database has none.
 *
 * @throws PurserError PUR-5002 when the database was made with another master key.
 */
export async function deploymentSecret(database: Database, masterKey: Uint8Array, random: Random): Promise<Uint8Array> {
  const query = builder.selectFrom("deployment").select("sealed").where("name", "=", secretName).compile();
  let found = await database.run(query);
  if (found.length === 0) {
    const made = wrapKey(random(keyBytes), secretName, masterKey, random);
    const insert = sql`insert into deployment (name, sealed) values (${secretName}, ${made}) on conflict do nothing`;
    await database.run(insert.compile(builder));
    found = await database.run(query);
  }
  return unwrapKey(onlyRow(found, secretSchema).sealed, secretName, masterKey);
}

const secretSchema = z.object({ sealed: bytesField });

/** What a customer's reference is known by. */
export function customerRefHash(secret: Uint8Array, customerRef: string): string {
  return commitmentOf({ customerRef }, secret);
}

/** Only a keyed hash of the reference is kept, which may be an address: a copy of the database does not name her. */
export async function customerOf(
  { database, secret, random }: { database: Database; secret: Uint8Array; random: Random },
  tenant: string,
  customerRef: string,
): Promise<CustomerId> {
  const refHash = customerRefHash(secret, customerRef);
  const made = idFromBytes("cus", random(idBytes));
  const rows = await database.run({ ...customerStatement, values: [tenant, refHash, made] });
  return onlyRow(rows, customerSchema).customer_id;
}

// Of two that meet the customer at once the second gets the first one's id: an update that changes nothing returns it.
const customerStatement = {
  name: "customer-of",
  text: `with known as materialized (select customer_id from customers where tenant = $1 and ref_hash = $2),
    met as (
      insert into customers (tenant, ref_hash, customer_id) select $1, $2, $3 where not exists (select from known)
      on conflict (tenant, ref_hash) do update set ref_hash = excluded.ref_hash
      returning customer_id
    )
    select customer_id from known union all select customer_id from met`,
} as const;

/** An id uses 100 bits. */
const idBytes = 13;
const customerSchema = z.object({ customer_id: customerIdSchema });
