import type { Pool } from "pg";

const prepared = new WeakSet<Pool>();

/**
 * Sets the time of the store in the pool's database, for tests; null gives it the server's clock back. What
 * `purser_now()` is changes in this database only, so no other code has a switch.
 */
export async function setStoreTime(pool: Pool, time: string | null): Promise<void> {
  if (!prepared.has(pool)) {
    await pool.query(readSetTime);
    prepared.add(pool);
  }
  await pool.query(
    "insert into purser_set_time (id, set_at) values (1, $1) on conflict (id) do update set set_at = excluded.set_at",
    [time],
  );
}

const readSetTime = `
create table if not exists purser_set_time (id integer primary key, set_at timestamptz);
create or replace function purser_now() returns timestamptz language sql volatile as $$
  select coalesce((select set_at from purser_set_time), clock_timestamp())
$$`;
