import { plusMs } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { AccountRow, AccountStore } from "../../cases/account-store.ts";
import type { Instant } from "@purser/contract";

/** Accounts at a time that the suite sets. */
export type OpenedAccounts = { accounts: AccountStore; setTime: (time: Instant) => Promise<void> };

const minuteMs = 60_000;
const bounds = { lastsMs: 60 * minuteMs, idleMs: 10 * minuteMs };

/** What every store of accounts must do; see `AccountStore`. `open` gives a fresh one for each test. */
export function testAccountStore(name: string, open: () => Promise<OpenedAccounts>): void {
  describe(`account store: ${name}`, () => {
    const opened = async () => {
      const { accounts, setTime } = await open();
      const pass = async (minutes: number) => setTime(plusMs(await accounts.now(), minutes * minuteMs));
      const row = (accountId: string, change: Partial<AccountRow> = {}): AccountRow => ({
        accountId,
        emailHash: accounts.emailHash(`${accountId}@example.com`),
        version: 1,
        text: `all that is known of ${accountId}`,
        ...change,
      });
      return { accounts, pass, row };
    };

    test("an account is kept once under its id and once under its address, and found by both", async () => {
      const { accounts, row } = await opened();
      expect(await accounts.addAccount(row("ada"), true)).toBe(true);
      expect(await accounts.addAccount(row("ada"), false)).toBe(false);
      expect(await accounts.addAccount(row("eve", { emailHash: accounts.emailHash("ADA@example.com") }), false)).toBe(
        false,
      );
      expect(await accounts.addAccount(row("eve"), true)).toBe(false);
      expect(await accounts.addAccount(row("eve"), false)).toBe(true);
      expect(await accounts.readAccount("ada")).toEqual(row("ada"));
      expect(await accounts.findAccount(accounts.emailHash("eve@example.com"))).toEqual(row("eve"));
      expect(await accounts.findAccount(accounts.emailHash("mia@example.com"))).toBeNull();
      expect((await accounts.listAccounts()).map(({ accountId }) => accountId)).toEqual(["ada", "eve"]);
    });

    test("of two first accounts at once one is kept", async () => {
      const { accounts, row } = await opened();
      const results = await Promise.all(["ada", "eve", "mia"].map((id) => accounts.addAccount(row(id), true)));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await accounts.listAccounts()).toHaveLength(1);
    });

    test("an API key is found by its hash until it ends, by itself or by somebody, and stays listed", async () => {
      const { accounts, pass } = await opened();
      const endsAt = plusMs(await accounts.now(), 10 * minuteMs);
      const made = { role: "teammate", scopes: ["desk"], madeBy: "ada", endsAt };
      const madeAt = await accounts.now();
      await accounts.addKey({ keyId: "_key_1", keyHash: "one", name: "Nightly export", ...made });
      await pass(1);
      await accounts.addKey({ keyId: "_key_2", keyHash: "two", name: "Chat server", ...made });
      const unused = { keyId: "_key_1", keyHash: "one", name: "Nightly export", ...made, madeAt, lastUsedAt: null };
      expect(await accounts.findKey("one")).toEqual({ ...unused, endedAt: null });
      expect(await accounts.findKey("three")).toBeNull();
      await accounts.touchKey("_key_1");
      expect((await accounts.findKey("one"))?.lastUsedAt).toBe(await accounts.now());
      expect(await accounts.endKey("_key_1")).toBe(true);
      expect(await accounts.endKey("_key_1")).toBe(false);
      expect(await accounts.endKey("_key_3")).toBe(false);
      expect(await accounts.findKey("one")).toBeNull();
      await pass(9);
      expect(await accounts.findKey("two")).toBeNull();
      expect((await accounts.listKeys()).map(({ name }) => name)).toEqual(["Chat server", "Nightly export"]);
    });

    test("of two changes of the same version one is kept", async () => {
      const { accounts, row } = await opened();
      await accounts.addAccount(row("ada"), false);
      const change = (text: string) => accounts.changeAccount(row("ada", { version: 2, text }));
      expect((await Promise.all([change("one"), change("other")])).filter(Boolean)).toHaveLength(1);
      expect((await accounts.readAccount("ada"))?.version).toBe(2);
      expect(await accounts.changeAccount(row("eve", { version: 2 }))).toBe(false);
    });

    test("saved filters are each account's own, and of two changes of the same version one is kept", async () => {
      const { accounts } = await opened();
      expect(await accounts.readFilters("ada")).toBeNull();
      expect(await accounts.saveFilters("ada", { version: 2, text: "out of turn" })).toBe(false);
      expect(await accounts.saveFilters("ada", { version: 1, text: "first" })).toBe(true);
      const save = (text: string) => accounts.saveFilters("ada", { version: 2, text });
      expect((await Promise.all([save("one"), save("other")])).filter(Boolean)).toHaveLength(1);
      expect((await accounts.readFilters("ada"))?.version).toBe(2);
      expect(await accounts.readFilters("eve")).toBeNull();
    });

    test("a session is over after its time, when it was not used, and when it was ended", async () => {
      const { accounts, pass } = await opened();
      const session = { accountId: "ada", role: "lead", method: "password", hasSecondFactor: true };
      const openNamed = async (tokenHash: string) => accounts.openSession({ ...session, tokenHash });
      const isOpen = async (tokenHash: string) => (await accounts.readSession(tokenHash, bounds)) !== null;
      await openNamed("used");
      await openNamed("left");
      expect(await accounts.readSession("used", bounds)).toMatchObject({ ...session, openedAt: await accounts.now() });
      for (let count = 0; count < 6; count += 1) {
        expect(await isOpen("used")).toBe(true);
        await accounts.touchSession("used");
        await pass(9.5);
      }
      expect([await isOpen("used"), await isOpen("left")]).toEqual([true, false]);
      await pass(4);
      expect(await isOpen("used")).toBe(false);
      await openNamed("first");
      await openNamed("second");
      await accounts.endSession("first");
      expect([await isOpen("first"), await isOpen("second")]).toEqual([false, true]);
      await accounts.endSessionsOf("ada");
      expect(await isOpen("second")).toBe(false);
    });

    test("five tries are free, then each waits twice as long as the one before, and tries side by side count", async () => {
      const { accounts, pass } = await opened();
      const first = await Promise.all(Array.from({ length: 9 }, () => accounts.takeTry("ada")));
      expect(first.filter((until) => until === null)).toHaveLength(5);
      const waits: number[] = [];
      for (let count = 0; count < 8; count += 1) {
        const until = await accounts.takeTry("ada");
        const minutes = (Date.parse(until ?? "") - Date.parse(await accounts.now())) / minuteMs;
        waits.push(minutes);
        await pass(minutes);
        expect(await accounts.takeTry("ada")).toBeNull();
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
      expect(await accounts.takeTry("eve")).toBeNull();
      await accounts.forgetTries("ada");
      expect(await accounts.takeTry("ada")).toBeNull();
    });
  });
}
