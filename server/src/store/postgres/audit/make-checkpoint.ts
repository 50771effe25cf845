import { genesisHash, instantOf } from "@purser/contract";
import {
  type Checkpoint,
  checkpointSchema,
  headSchema,
  HeadsDigest,
  publicKeyOf,
  signCheckpoint,
} from "@purser/kit/audit";
import type { Client } from "pg";
import { z } from "zod";
import { onlyRow, rowOrNull } from "../only-row.ts";
import { cursorRows, inTransaction } from "./audit-client.ts";
import { signingSeed } from "./signing-seed.ts";

export type CheckpointRequest = {
  databaseUrl: string;
  masterKey: Uint8Array;
  tenant: string;
  /** Makes none while the last one is younger than this; 0 makes one. */
  notWithinMs: number;
};
export type MadeCheckpoint = { checkpoint: Checkpoint; publicKey: string };

/** Any number that no other program on this database uses for an advisory lock. */
const checkpointLock = 787_738;

/**
 * Signs the heads of all logs that have grown since the last checkpoint; null when that is young enough. Of several
 * processes that try at once one makes it, and the others find it.
 */
export function makeCheckpoint(request: CheckpointRequest): Promise<MadeCheckpoint | null> {
  return inTransaction(request.databaseUrl, "read committed", (client) => makeIn(client, request));
}

async function makeIn(
  client: Client,
  { masterKey, tenant, notWithinMs }: CheckpointRequest,
): Promise<MadeCheckpoint | null> {
  await client.query("select pg_advisory_xact_lock($1)", [checkpointLock]);
  const last = await readLast(client, tenant);
  const clock = await client.query<object>(`select extract(epoch from purser_now_ms()) * 1000 as "nowMs"`);
  const { nowMs } = onlyRow(clock.rows, z.object({ nowMs: z.coerce.number() }));
  if (last !== null && notWithinMs > 0 && nowMs < Date.parse(last.at) + notWithinMs) return null;
  const number = (last?.number ?? 0) + 1;
  await client.query(takeHeads, [tenant, number]);
  const digest = new HeadsDigest();
  for await (const row of cursorRows(client, "heads", headsOf, [tenant, number])) digest.add(headSchema.parse(row));
  const seed = await signingSeed(client, masterKey);
  const previousHash = last?.hash ?? genesisHash;
  const checkpoint = signCheckpoint(
    { tenant, number, at: instantOf(Math.floor(nowMs)), previousHash, ...digest.end() },
    seed,
  );
  const insert = "insert into checkpoints (tenant, number, at, body) values ($1, $2, $3, $4)";
  await client.query(insert, [tenant, number, checkpoint.at, JSON.stringify(checkpoint)]);
  return { checkpoint, publicKey: publicKeyOf(seed) };
}

/** The last checkpoints, the youngest first, and the key that they are signed with; null while there is none. */
export async function listCheckpoints(
  { databaseUrl, masterKey, tenant }: Pick<CheckpointRequest, "databaseUrl" | "masterKey" | "tenant">,
  limit: number,
): Promise<{ publicKey: string | null; checkpoints: readonly Checkpoint[] }> {
  return inTransaction(databaseUrl, "read committed", async (client) => {
    const query = "select body from checkpoints where tenant = $1 order by number desc limit $2";
    const found = await client.query<object>(query, [tenant, limit]);
    const checkpoints = z
      .array(z.object({ body: checkpointSchema }))
      .parse(found.rows)
      .map(({ body }) => body);
    const publicKey = checkpoints.length === 0 ? null : publicKeyOf(await signingSeed(client, masterKey));
    return { publicKey, checkpoints };
  });
}

async function readLast(client: Client, tenant: string): Promise<Checkpoint | null> {
  const query = "select body from checkpoints where tenant = $1 order by number desc limit 1";
  const found = await client.query<object>(query, [tenant]);
  return rowOrNull(found.rows, z.object({ body: checkpointSchema }))?.body ?? null;
}

/** A head that somebody made into what no hash is keeps no other from being signed for; the audit names its case. */
const takeHeads = `
  insert into checkpoint_heads (tenant, case_id, number, version, head_hash)
  select tenant, case_id, $2, version, head_hash from cases
  where tenant = $1 and head_hash ~ '^[0-9a-f]{64}$' and version > coalesce((select max(version) from checkpoint_heads
    where checkpoint_heads.tenant = cases.tenant and checkpoint_heads.case_id = cases.case_id), 0)`;
const headsOf = `select case_id as "caseId", version, head_hash as hash from checkpoint_heads
  where tenant = $1 and number = $2 order by case_id`;
