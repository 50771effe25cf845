import type { Migration } from "./migration.ts";

/**
 * What was done about a customer beside her cases; it outlives her erasure, so nothing in it is personal. The next number
 * is taken by one alone: a hold that is set while she is erased comes before it, and it is not done, or too late.
 */
export const customerRecords: Migration = {
  number: 17,
  name: "customer-records",
  statements: `
create table customer_records (
  tenant text collate "C" not null,
  customer_id text collate "C" not null,
  number integer not null,
  at timestamptz not null,
  by_id text collate "C" not null,
  entry jsonb not null,
  primary key (tenant, customer_id, number)
);
create trigger customer_records_unchangeable before update or delete or truncate on customer_records
  for each statement execute function purser_refuse_change();

create function purser_add_record(p_tenant text, p_customer_id text, p_after integer, p_by text, p_entry jsonb)
returns setof customer_records language sql as $$
  insert into customer_records (tenant, customer_id, number, at, by_id, entry)
    select p_tenant, p_customer_id, p_after + 1, purser_now_ms(), p_by, p_entry
    where p_after = (select coalesce(max(number), 0) from customer_records
      where tenant = p_tenant and customer_id = p_customer_id)
    on conflict do nothing
    returning *;
$$;

create function purser_erase_on_record(p_tenant text, p_customer_id text, p_case_ids text[], p_kept jsonb,
  p_after integer, p_by text, p_entry jsonb)
returns boolean language plpgsql as $$
begin
  -- Whoever writes asks first whether the key of the subject is there; so nobody is between that and the write.
  lock table subject_keys in access exclusive mode;
  if exists (select from cases where tenant = p_tenant and customer_id = p_customer_id
      and not case_id = any (p_case_ids)) then
    return false;
  end if;
  perform 1 from purser_add_record(p_tenant, p_customer_id, p_after, p_by, p_entry);
  if not found then
    return false;
  end if;
  perform purser_erase(p_tenant, p_customer_id, p_case_ids, p_kept);
  return true;
end $$;
`,
};
