import { createHmac } from "node:crypto";
import { decrypt, encrypt, keyBytes, nonceBytes } from "@purser/kit/audit";
import { z } from "zod";
import {
  type AccountRow,
  type AccountStore,
  firstWaitMs,
  freeTries,
  longestWaitMs,
  triesKeptMs,
} from "../../cases/account-store.ts";
import type { Random } from "../sealed-event.ts";
import { unwrapKey, wrapKey } from "../subject-key.ts";
import { storeTime } from "./claims.ts";
import { type Database, openDatabase } from "./database.ts";
import { deploymentSecret } from "./deployment.ts";
import { issuedKeysIn } from "./issued-keys.ts";
import { migrate } from "./migrate.ts";
import { rowOrNull } from "./only-row.ts";
import { bytesField, momentField } from "./row-fields.ts";

export type AccountsOptions = { databaseUrl: string; masterKey: Uint8Array; tenant: string; random: Random };

const poolSize = 3;

/** The accounts on a Postgres; throws what `openPostgresStore` throws of a database that is not ours or does not answer. */
export async function openAccounts({ databaseUrl, masterKey, tenant, random }: AccountsOptions): Promise<AccountStore> {
  await migrate(databaseUrl);
  const database = openDatabase(databaseUrl, poolSize);
  try {
    const secret = await deploymentSecret(database, masterKey, random);
    const sealer = sealerOf("account", tenant, masterKey, random);
    return {
      now: () => storeTime(database),
      emailHash: (email) => createHmac("sha256", secret).update(`email\n${email.toLowerCase()}`).digest("hex"),
      ...accountsIn(database, tenant, sealer),
      ...filtersIn(database, tenant, sealerOf("filters", tenant, masterKey, random)),
      ...sessionsIn(database, tenant),
      ...issuedKeysIn(database, tenant),
      ...triesIn(database, tenant),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

type Sealer = ReturnType<typeof sealerOf>;

/** Bound to tenant and id, so that a row put in the place of another does not open. */
function sealerOf(what: string, tenant: string, masterKey: Uint8Array, random: Random) {
  const owner = (accountId: string): string => `${what}/${tenant}/${accountId}`;
  return {
    seal: ({ accountId, text }: Pick<AccountRow, "accountId" | "text">) => {
      const key = random(keyBytes);
      return {
        wrapped: wrapKey(key, owner(accountId), masterKey, random),
        sealed: encrypt(text, key, random(nonceBytes), owner(accountId)),
      };
    },
    open: (accountId: string, wrapped: Uint8Array, sealed: Uint8Array): string =>
      decrypt(sealed, unwrapKey(wrapped, owner(accountId), masterKey), owner(accountId)),
  };
}

const accountRowSchema = z.object({
  account_id: z.string(),
  email_hash: z.string(),
  version: z.int(),
  wrapped: bytesField,
  sealed: bytesField,
});

function accountsIn(
  database: Database,
  tenant: string,
  sealer: Sealer,
): Pick<AccountStore, "listAccounts" | "readAccount" | "findAccount" | "addAccount" | "changeAccount"> {
  const opened = (row: z.infer<typeof accountRowSchema>): AccountRow => ({
    accountId: row.account_id,
    emailHash: row.email_hash,
    version: row.version,
    text: sealer.open(row.account_id, row.wrapped, row.sealed),
  });
  const one = async (text: string, value: string): Promise<AccountRow | null> => {
    const row = rowOrNull(await database.run({ text, values: [tenant, value] }), accountRowSchema);
    return row === null ? null : opened(row);
  };
  return {
    listAccounts: async () =>
      z
        .array(accountRowSchema)
        .parse(await database.run({ text: listText, values: [tenant] }))
        .map(opened),
    readAccount: (accountId) => one(readText, accountId),
    findAccount: (emailHash) => one(findText, emailHash),
    addAccount: async (account, isFirst) => {
      const { wrapped, sealed } = sealer.seal(account);
      const values = [tenant, account.accountId, account.emailHash, wrapped, sealed];
      return (await database.run({ text: isFirst ? addFirstText : addText, values })).length === 1;
    },
    changeAccount: async (account) => {
      const { wrapped, sealed } = sealer.seal(account);
      const values = [tenant, account.accountId, account.emailHash, account.version, wrapped, sealed];
      return (await database.run({ text: changeText, values })).length === 1;
    },
  };
}

const listText = "select * from accounts where tenant = $1 order by account_id";
const readText = "select * from accounts where tenant = $1 and account_id = $2";
const findText = "select * from accounts where tenant = $1 and email_hash = $2";
const addText = `insert into accounts (tenant, account_id, email_hash, version, wrapped, sealed)
  values ($1, $2, $3, 1, $4, $5) on conflict do nothing returning version`;
const addFirstText = "select 1 as added where purser_add_first_account($1, $2, $3, $4, $5)";
const changeText = `update accounts set email_hash = $3, version = $4, wrapped = $5, sealed = $6
  where tenant = $1 and account_id = $2 and version = $4 - 1 returning version`;

const savedSchema = z.object({ version: z.int(), wrapped: bytesField, sealed: bytesField });

function filtersIn(
  database: Database,
  tenant: string,
  sealer: Sealer,
): Pick<AccountStore, "readFilters" | "saveFilters"> {
  return {
    readFilters: async (accountId) => {
      const row = rowOrNull(await database.run({ text: readSavedText, values: [tenant, accountId] }), savedSchema);
      return row && { version: row.version, text: sealer.open(accountId, row.wrapped, row.sealed) };
    },
    saveFilters: async (accountId, { version, text }) => {
      const { wrapped, sealed } = sealer.seal({ accountId, text });
      const values = [tenant, accountId, version, wrapped, sealed];
      return (await database.run({ text: version === 1 ? saveFirstText : saveText, values })).length === 1;
    },
  };
}

const readSavedText = "select version, wrapped, sealed from saved_filters where tenant = $1 and account_id = $2";
const saveFirstText = `insert into saved_filters (tenant, account_id, version, wrapped, sealed)
  values ($1, $2, $3, $4, $5) on conflict do nothing returning version`;
const saveText = `update saved_filters set version = $3, wrapped = $4, sealed = $5
  where tenant = $1 and account_id = $2 and version = $3 - 1 returning version`;

const sessionRowSchema = z
  .object({
    token_hash: z.string(),
    account_id: z.string(),
    role: z.string(),
    method: z.string(),
    has_second_factor: z.boolean(),
    opened_at: momentField,
    seen_at: momentField,
  })
  .transform(({ role, method, ...row }) => ({
    tokenHash: row.token_hash,
    accountId: row.account_id,
    role,
    method,
    hasSecondFactor: row.has_second_factor,
    openedAt: row.opened_at,
    seenAt: row.seen_at,
  }));

function sessionsIn(
  database: Database,
  tenant: string,
): Pick<AccountStore, "openSession" | "readSession" | "touchSession" | "endSession" | "endSessionsOf"> {
  const run = async (text: string, ...values: readonly unknown[]): Promise<void> => {
    await database.run({ text, values: [tenant, ...values] });
  };
  return {
    openSession: ({ tokenHash, accountId, role, method, hasSecondFactor }) =>
      run(openText, tokenHash, accountId, role, method, hasSecondFactor),
    readSession: async (tokenHash, { lastsMs, idleMs }) =>
      rowOrNull(
        await database.run({ text: readSessionText, values: [tenant, tokenHash, lastsMs, idleMs] }),
        sessionRowSchema,
      ),
    touchSession: (tokenHash) => run(touchText, tokenHash),
    endSession: (tokenHash) => run("delete from sessions where tenant = $1 and token_hash = $2", tokenHash),
    endSessionsOf: (accountId) => run("delete from sessions where tenant = $1 and account_id = $2", accountId),
  };
}

const openText = `with gone as (delete from sessions where tenant = $1 and opened_at < purser_now_ms() - interval '1 day')
  insert into sessions (tenant, token_hash, account_id, role, method, has_second_factor, opened_at, seen_at)
  values ($1, $2, $3, $4, $5, $6, purser_now_ms(), purser_now_ms())`;
const readSessionText = `select token_hash, account_id, role, method, has_second_factor, opened_at, seen_at
  from sessions where tenant = $1 and token_hash = $2
    and opened_at > purser_now_ms() - $3::bigint * interval '1 millisecond'
    and seen_at > purser_now_ms() - $4::bigint * interval '1 millisecond'`;
const touchText = "update sessions set seen_at = purser_now_ms() where tenant = $1 and token_hash = $2";

function triesIn(database: Database, tenant: string): Pick<AccountStore, "takeTry" | "forgetTries"> {
  return {
    takeTry: async (key) => {
      const values = [tenant, key, freeTries, firstWaitMs, longestWaitMs, triesKeptMs];
      const taken = await database.run({ text: tryText, values });
      if (taken.length > 0) return null;
      const row = rowOrNull(await database.run({ text: untilText, values: [tenant, key] }), untilSchema);
      return row?.not_before ?? null;
    },
    forgetTries: async (key) => {
      await database.run({ text: "delete from sign_in_tries where tenant = $1 and key = $2", values: [tenant, key] });
    },
  };
}

const untilText = "select not_before from sign_in_tries where tenant = $1 and key = $2";
const untilSchema = z.object({ not_before: momentField });
/** Gives a row when the try may be made; it then counts. */
const tryText = `with gone as (
    delete from sign_in_tries where tenant = $1 and key <> $2
      and at < purser_now_ms() - $6::bigint * interval '1 millisecond')
  insert into sign_in_tries as known (tenant, key, tries, not_before, at)
  values ($1, $2, 1, purser_now_ms(), purser_now_ms())
  on conflict (tenant, key) do update set
    tries = known.tries + 1,
    at = purser_now_ms(),
    not_before = case when known.tries + 1 < $3::int then purser_now_ms()
      else purser_now_ms() + least($4::float8 * power(2, known.tries + 1 - $3::int), $5::float8) * interval '1 millisecond' end
  where known.not_before <= purser_now_ms()
  returning tries`;
