import { type Instant, instantOf } from "@purser/contract";
import type { FakeClock } from "@purser/kit/testing";
import {
  type AccountRow,
  type AccountStore,
  firstWaitMs,
  freeTries,
  type IssuedKey,
  longestWaitMs,
  type OpenSession,
  type SavedText,
} from "../../cases/account-store.ts";

/** The accounts of a process that keeps nothing, for tests of what stands on them. */
export function openMemoryAccounts(clock: FakeClock): AccountStore {
  const accounts = new Map<string, AccountRow>();
  const filters = new Map<string, SavedText>();
  const sessions = new Map<string, OpenSession>();
  const tries = new Map<string, { tries: number; notBefore: Instant }>();
  const byEmail = (emailHash: string) => [...accounts.values()].find((account) => account.emailHash === emailHash);
  const ageOf = (at: Instant): number => Date.parse(clock.now()) - Date.parse(at);
  return {
    now: async () => clock.now(),
    emailHash: (email) => `hash of ${email.toLowerCase()}`,
    listAccounts: async () => [...accounts.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1)),
    readAccount: async (accountId) => accounts.get(accountId) ?? null,
    findAccount: async (emailHash) => byEmail(emailHash) ?? null,
    addAccount: async (account, isFirst) => {
      if (accounts.has(account.accountId) || byEmail(account.emailHash) !== undefined) return false;
      if (isFirst && accounts.size > 0) return false;
      accounts.set(account.accountId, { ...account, version: 1 });
      return true;
    },
    changeAccount: async (account) => {
      if (accounts.get(account.accountId)?.version !== account.version - 1) return false;
      accounts.set(account.accountId, account);
      return true;
    },
    readFilters: async (accountId) => filters.get(accountId) ?? null,
    saveFilters: async (accountId, saved) => {
      if ((filters.get(accountId)?.version ?? 0) !== saved.version - 1) return false;
      filters.set(accountId, saved);
      return true;
    },
    openSession: async (session) => {
      sessions.set(session.tokenHash, { ...session, openedAt: clock.now(), seenAt: clock.now() });
    },
    readSession: async (tokenHash, { lastsMs, idleMs }) => {
      const session = sessions.get(tokenHash);
      const isOpen = session !== undefined && ageOf(session.openedAt) < lastsMs && ageOf(session.seenAt) < idleMs;
      return isOpen ? session : null;
    },
    touchSession: async (tokenHash) => {
      const session = sessions.get(tokenHash);
      if (session !== undefined) sessions.set(tokenHash, { ...session, seenAt: clock.now() });
    },
    endSession: async (tokenHash) => void sessions.delete(tokenHash),
    endSessionsOf: async (accountId) => {
      for (const session of sessions.values()) if (session.accountId === accountId) sessions.delete(session.tokenHash);
    },
    ...issuedKeys(clock),
    takeTry: async (key) => {
      const known = tries.get(key);
      if (known !== undefined && clock.now() < known.notBefore) return known.notBefore;
      const count = (known?.tries ?? 0) + 1;
      const waitMs = count < freeTries ? 0 : Math.min(firstWaitMs * 2 ** (count - freeTries), longestWaitMs);
      tries.set(key, { tries: count, notBefore: instantOf(Date.parse(clock.now()) + waitMs) });
      return null;
    },
    forgetTries: async (key) => void tries.delete(key),
    close: async () => undefined,
  };
}

type Keys = Pick<AccountStore, "addKey" | "listKeys" | "findKey" | "touchKey" | "endKey">;

function issuedKeys(clock: FakeClock): Keys {
  const keys = new Map<string, IssuedKey>();
  return {
    addKey: async (key) => {
      keys.set(key.keyId, { ...key, madeAt: clock.now(), lastUsedAt: null, endedAt: null });
    },
    listKeys: async () => [...keys.values()].toReversed(),
    findKey: async (keyHash) => {
      const found = [...keys.values()].find((key) => key.keyHash === keyHash);
      return found === undefined || found.endedAt !== null || clock.now() >= found.endsAt ? null : found;
    },
    touchKey: async (keyId) => {
      const key = keys.get(keyId);
      if (key !== undefined) keys.set(keyId, { ...key, lastUsedAt: clock.now() });
    },
    endKey: async (keyId) => {
      const key = keys.get(keyId);
      if (key === undefined || key.endedAt !== null) return false;
      keys.set(keyId, { ...key, endedAt: clock.now() });
      return true;
    },
  };
}
