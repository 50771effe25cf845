import { type Instant, epochMsOf } from "@purser/contract";
import { Pool } from "pg";
import { z } from "zod";
import { onlyRow } from "./only-row.ts";

/** A store's clock that runs on from a given time, and can be moved on. */
export type DemoClock = {
  /** Epoch milliseconds of the store's time, for those beside the store who ask the same clock. */
  nowMs: () => number;
  advance: (durationMs: number) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Gives one migrated database a time of its own, for demos: the server's clock and an offset that lies in a row. A
 * production database is never touched by this: `purser_now()` is replaced here only.
 */
export async function replaceClock(url: string, startsAt: Instant): Promise<DemoClock> {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  await pool.query("create table if not exists demo_clock (id integer primary key, ahead interval not null)");
  const setOffset = async (statement: string, values: readonly unknown[]): Promise<number> => {
    const result = await pool.query<object>(statement, [...values]);
    return onlyRow(result.rows, offsetSchema).ahead_ms;
  };
  const returning = "returning extract(epoch from ahead)::float8 * 1000 as ahead_ms";
  let aheadMs = await setOffset(
    `insert into demo_clock (id, ahead) values (1, $1::timestamptz - clock_timestamp())
      on conflict (id) do update set ahead = excluded.ahead ${returning}`,
    [new Date(epochMsOf(startsAt)).toISOString()],
  );
  await pool.query(
    `create or replace function purser_now() returns timestamptz language sql volatile as
      $$ select clock_timestamp() + (select ahead from demo_clock) $$`,
  );
  return {
    nowMs: () => Math.trunc(Date.now() + aheadMs),
    advance: async (durationMs) => {
      aheadMs = await setOffset(`update demo_clock set ahead = ahead + $1 * interval '1 millisecond' ${returning}`, [
        durationMs,
      ]);
    },
    close: () => pool.end(),
  };
}

const offsetSchema = z.object({ ahead_ms: z.number() });
