import type { Migration } from "./migration.ts";

/**
 * The store's time. All comparisons of time go through `purser_now()`, so that tests and demos can replace it in their
 * own database. Milliseconds are the unit of every instant that is kept: what is stored and what is hashed are equal.
 */
export const time: Migration = {
  number: 1,
  name: "time",
  statements: `
create function purser_now() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

create function purser_now_ms() returns timestamptz language sql volatile as $$
  select date_trunc('milliseconds', purser_now())
$$;

create function purser_instant(p_at timestamptz) returns text language sql stable as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
`,
};
