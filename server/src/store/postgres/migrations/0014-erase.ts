import type { Migration } from "./migration.ts";

/**
 * Forgets a customer: keys, bodies, salts and states go, and all rows that lead to her; the rows of the logs stay.
 * `p_kept` are the last events of her cases, each under a new key.
 */
export const erase: Migration = {
  number: 14,
  name: "erase",
  statements: `
create function purser_erase(p_tenant text, p_customer_id text, p_case_ids text[], p_kept jsonb)
returns void language plpgsql as $$
begin
  perform 1 from cases where tenant = p_tenant and case_id = any (p_case_ids) order by case_id for update;
  delete from event_bodies where tenant = p_tenant and case_id = any (p_case_ids);
  delete from event_bodies where tenant = p_tenant and subject_id = p_customer_id;
  delete from subject_keys where tenant = p_tenant and (subject_id = p_customer_id or subject_id = any (p_case_ids));
  insert into subject_keys (tenant, subject_id, wrapped)
    select p_tenant, kept ->> 'caseId', decode(kept ->> 'wrapped', 'hex') from jsonb_array_elements(p_kept) as kept;
  insert into event_bodies (tenant, case_id, seq, subject_id, salt, sealed)
    select p_tenant, kept ->> 'caseId', (kept ->> 'seq')::integer, kept ->> 'caseId', decode(kept ->> 'salt', 'hex'),
      decode(kept ->> 'sealed', 'hex') from jsonb_array_elements(p_kept) as kept;
  update cases set status = 'closed', is_erased = true, runnable_since = null, wake_at = null, lease_worker_id = null,
      lease_expires_at = null, state_seq = null, state_fold_version = null, state_subject_id = null, state_sealed = null
    where tenant = p_tenant and case_id = any (p_case_ids);
  delete from pauses where tenant = p_tenant and case_id = any (p_case_ids);
  delete from outbox where tenant = p_tenant and case_id = any (p_case_ids);
  delete from case_owners where tenant = p_tenant and case_id = any (p_case_ids);
  delete from calls where tenant = p_tenant and case_id = any (p_case_ids);
  delete from customers where tenant = p_tenant and customer_id = p_customer_id;
end $$;
`,
};
