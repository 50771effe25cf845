import type { Migration } from "./migration.ts";

/**
 * Accounts of the desk, their sessions and the tries to sign in. `sealed` is all that is known of an account, under a key of
 * its own; the other columns tell neither address nor token.
 */
export const accounts: Migration = {
  number: 19,
  name: "accounts",
  statements: `
create table accounts (
  tenant text collate "C" not null,
  account_id text collate "C" not null,
  email_hash text collate "C" not null,
  version integer not null,
  wrapped bytea not null,
  sealed bytea not null,
  primary key (tenant, account_id),
  unique (tenant, email_hash)
);

create table sessions (
  tenant text collate "C" not null,
  token_hash text collate "C" not null,
  account_id text collate "C" not null,
  role text collate "C" not null,
  method text collate "C" not null,
  has_second_factor boolean not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant, token_hash)
);
create index sessions_of_account on sessions (tenant, account_id);
create index sessions_by_age on sessions (tenant, opened_at);

create table sign_in_tries (
  tenant text collate "C" not null,
  key text collate "C" not null,
  tries integer not null,
  not_before timestamptz not null,
  at timestamptz not null,
  primary key (tenant, key)
);
create index sign_in_tries_by_age on sign_in_tries (tenant, at);

-- Takes the lock in a statement and looks with the snapshot of the next one: of two first accounts at once one is refused.
create function purser_add_first_account(
  p_tenant text, p_account_id text, p_email_hash text, p_wrapped bytea, p_sealed bytea
) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('purser_add_first_account'));
  if exists (select from accounts where tenant = p_tenant) then
    return false;
  end if;
  insert into accounts (tenant, account_id, email_hash, version, wrapped, sealed)
    values (p_tenant, p_account_id, p_email_hash, 1, p_wrapped, p_sealed);
  return true;
end $$;
`,
};
