import { PurserError } from "@purser/contract";
import { z } from "zod";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";

/** @throws PurserError PUR-1006 when the server acknowledges what it may still lose. */
export async function checkDurability(database: Database): Promise<void> {
  const text = "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous";
  const settings = onlyRow(await database.run({ text, values: [] }), settingsSchema);
  const off = [
    ...(settings.fsync === "on" ? [] : ["fsync"]),
    ...(settings.synchronous === "off" ? ["synchronous_commit"] : []),
  ];
  if (off.length > 0) throw new PurserError("PUR-1006", `Off: ${off.join(" and ")}.`);
}

const settingsSchema = z.object({ fsync: z.string(), synchronous: z.string() });
