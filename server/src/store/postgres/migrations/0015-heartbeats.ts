import type { Migration } from "./migration.ts";

/** Which processes are at work, so that any of them can tell whether one is. Rows of those that have gone go after a day. */
export const heartbeats: Migration = {
  number: 15,
  name: "heartbeats",
  statements: `
create table heartbeats (
  tenant text collate "C" not null,
  process_id text collate "C" not null,
  role text collate "C" not null,
  at timestamptz not null,
  primary key (tenant, process_id)
);

create function purser_beat(p_tenant text, p_process_id text, p_role text) returns void language sql volatile as $$
  delete from heartbeats where tenant = p_tenant and at < purser_now_ms() - interval '1 day';
  insert into heartbeats (tenant, process_id, role, at) values (p_tenant, p_process_id, p_role, purser_now_ms())
    on conflict (tenant, process_id) do update set role = excluded.role, at = excluded.at;
$$;
`,
};
