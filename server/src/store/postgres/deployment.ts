import { type CustomerId, customerIdSchema } from "@purser/contract";
import { idFromBytes, keyBytes } from "@purser/kit/audit";
import { sql } from "kysely";
import { z } from "zod";
import type { Random } from "../sealed-event.ts";
import { unwrapKey, wrapKey } from "../subject-key.ts";
import type { Database } from "./database.ts";
import { onlyRow, rowOrNull } from "./only-row.ts";
import { bytesField } from "./row-fields.ts";
import { builder } from "./tables.ts";

const secretName = "deployment/secret";

/**
 * The deployment's secret, made when the database has none.
 *
 * @throws PurserError PUR-5002 when the database was made with another master key.
 */
export async function deploymentSecret(database: Database, masterKey: Uint8Array, random: Random): Promise<Uint8Array> {
  const made = wrapKey(random(keyBytes), secretName, masterKey, random);
  const insert = sql`insert into deployment (name, sealed) values (${secretName}, ${made}) on conflict do nothing`;
  await database.run(insert.compile(builder));
  const query = builder.selectFrom("deployment").select("sealed").where("name", "=", secretName);
  const { sealed } = onlyRow(await database.run(query.compile()), secretSchema);
  return unwrapKey(sealed, secretName, masterKey);
}

const secretSchema = z.object({ sealed: bytesField });

export async function customerOf(
  database: Database,
  random: Random,
  tenant: string,
  customerRef: string,
): Promise<CustomerId> {
  const query = builder
    .selectFrom("customers")
    .select("customer_id")
    .where("tenant", "=", tenant)
    .where("customer_ref", "=", customerRef);
  const known = rowOrNull(await database.run(query.compile()), customerSchema);
  if (known !== null) return known.customer_id;
  // Of two that meet the customer at once the second gets the first one's id: an update that changes nothing returns it.
  const insert = sql`insert into customers (tenant, customer_ref, customer_id)
    values (${tenant}, ${customerRef}, ${idFromBytes("cus", random(13))})
    on conflict (tenant, customer_ref) do update set customer_ref = excluded.customer_ref
    returning customer_id`;
  return onlyRow(await database.run(insert.compile(builder)), customerSchema).customer_id;
}

const customerSchema = z.object({ customer_id: customerIdSchema });
