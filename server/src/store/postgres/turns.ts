import { z } from "zod";
import type { Turn } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { largeField } from "./row-fields.ts";

export async function takeTurn(
  database: Database,
  tenant: string,
  { key, turnId, rates }: Turn,
): Promise<{ retryAfterMs: number }> {
  const values = [tenant, key, turnId, rates.map(({ limit }) => limit), rates.map(({ windowMs }) => windowMs)];
  return onlyRow(await database.run({ ...statement, values }), rowSchema);
}

const statement = { name: "take-turn", text: 'select purser_take_turn($1, $2, $3, $4, $5) as "retryAfterMs"' } as const;
const rowSchema = z.object({ retryAfterMs: largeField });
