import { hashSchema, pendingVersionIdSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { idNamed, type OpenStore, storesOf, tenant } from "./store-under-test.ts";

export function testPublications(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("versions of the blueprint", () => {
    test("one is kept as it was first kept, and by tenant", async () => {
      const { store } = await openStore();
      const hash = hashSchema.parse("b".repeat(64));
      const files = [{ path: "blueprint.yaml", text: "name: “Shop”\n" }];
      await store.keepBlueprint(tenant, hash, files);
      await store.keepBlueprint(tenant, hash, []);
      expect(await store.readBlueprint(tenant, hash)).toEqual(files);
      expect(await store.readBlueprint("globex", hash)).toBeNull();
    });

    test("what is published last is in force, and says by whom, why and where it came from", async () => {
      const { store, now } = await openStore();
      const [first, second] = [hashSchema.parse("b".repeat(64)), hashSchema.parse("c".repeat(64))];
      const folder = { by: "start", why: "", source: "folder" } as const;
      const desk = { by: "mia", why: "Smaller refunds.", source: "desk" } as const;
      expect(await store.publishBlueprint(tenant, { ...folder, hash: first, inPlaceOf: null })).toBe(true);
      expect(await store.publishBlueprint(tenant, { ...desk, hash: second, inPlaceOf: first })).toBe(true);
      expect(await store.publishedBlueprint(tenant)).toBe(second);
      expect(await store.listPublications(tenant, 10)).toEqual([
        { ...desk, hash: second, number: 2, at: now(), confirmedBy: null },
        { ...folder, hash: first, number: 1, at: now(), confirmedBy: null },
      ]);
    });

    test("of two that take the place of the same version one is put in force, and the other learns that it was not", async () => {
      const { store } = await openStore();
      const [first, ...others] = ["b", "c", "d"].map((digit) => hashSchema.parse(digit.repeat(64)));
      if (first === undefined) throw new Error("There are three.");
      const publishing = { by: "mia", why: "", source: "desk" } as const;
      expect(await store.publishBlueprint(tenant, { ...publishing, hash: first, inPlaceOf: first })).toBe(false);
      await store.publishBlueprint(tenant, { ...publishing, hash: first, inPlaceOf: null });
      const put = await Promise.all(
        others.map((hash) => store.publishBlueprint(tenant, { ...publishing, hash, inPlaceOf: first })),
      );
      expect(put.filter((wasPut) => wasPut)).toHaveLength(1);
      expect(await store.publishedBlueprint(tenant)).toBe(others[put.indexOf(true)]);
      expect(await store.listPublications(tenant, 10)).toHaveLength(2);
    });

    test("versions that are put in force at the same moment, whatever is, each have a row of their own", async () => {
      const { store } = await openStore();
      const hashes = ["a", "b", "c", "d", "e", "f"].map((digit) => hashSchema.parse(digit.repeat(64)));
      const publishing = { by: "mia", why: "", source: "desk", inPlaceOf: null } as const;
      const put = await Promise.all(hashes.map((hash) => store.publishBlueprint(tenant, { ...publishing, hash })));
      expect(put).toEqual(hashes.map(() => true));
      const history = await store.listPublications(tenant, 10);
      expect(history.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(history.map(({ hash }) => hash).toSorted()).toEqual(hashes);
    });
  });

  describe("a version that waits for a second person", () => {
    const [first, second] = [hashSchema.parse("b".repeat(64)), hashSchema.parse("c".repeat(64))];
    const waiting = (digit: string) => ({
      pendingId: pendingVersionIdSchema.parse(`pend_${digit.repeat(20)}`),
      hash: second,
      inPlaceOf: first,
      by: "mia",
      why: "Fewer questions.",
      widenings: ["refund-small: at most $50.00 after $25.00."],
    });
    const openWithFirst = async () => {
      const opened = await openStore();
      const publishing = { hash: first, by: "start", why: "", source: "folder", inPlaceOf: null } as const;
      await opened.store.publishBlueprint(tenant, publishing);
      return opened;
    };

    test("is put in force with both names when it is confirmed, once, however many do so at the same moment", async () => {
      const { store, now } = await openWithFirst();
      const pending = waiting("1");
      await store.keepPendingVersion(tenant, pending, []);
      expect(await store.listPendingVersions(tenant, 10)).toEqual([{ ...pending, at: now(), end: null }]);
      expect(await store.listPendingVersions("globex", 10)).toEqual([]);
      const confirm = (by: string) =>
        store.endPendingVersion(tenant, pending.pendingId, { kind: "confirmed", by, why: "" });
      const endings = await Promise.all(["ben", "ida", "ben"].map(confirm));
      expect(endings.toSorted()).toEqual(["ended", "over", "over"]);
      const [latest, ...earlier] = await store.listPublications(tenant, 10);
      expect(latest).toMatchObject({ hash: second, by: "mia", why: pending.why, source: "desk", number: 2 });
      expect(earlier).toHaveLength(1);
      const [listed] = await store.listPendingVersions(tenant, 10);
      expect(listed?.end).toMatchObject({ kind: "confirmed", by: latest?.confirmedBy, at: now() });
    });

    test("is not put in force once it was refused or withdrawn, nor in the place of another version", async () => {
      const { store } = await openWithFirst();
      const pendings = ["1", "2", "3"].map(waiting);
      for (const pending of pendings) await store.keepPendingVersion(tenant, pending, []);
      const [one, two, three] = pendings.map(({ pendingId }) => pendingId);
      if (one === undefined || two === undefined || three === undefined) throw new Error("There are three.");
      const by = { by: "ben", why: "No." };
      expect(await store.endPendingVersion(tenant, one, { kind: "refused", ...by })).toBe("ended");
      expect(await store.endPendingVersion(tenant, one, { kind: "confirmed", ...by })).toBe("over");
      expect(await store.endPendingVersion(tenant, two, { kind: "confirmed", ...by })).toBe("ended");
      expect(await store.endPendingVersion(tenant, three, { kind: "confirmed", ...by })).toBe("other-in-force");
      expect(await store.endPendingVersion(tenant, three, { kind: "withdrawn", ...by })).toBe("ended");
      expect(await store.listPublications(tenant, 10)).toHaveLength(2);
      const ends = (await store.listPendingVersions(tenant, 10)).map(({ end }) => String(end?.kind));
      expect(ends.toSorted()).toEqual(["confirmed", "refused", "withdrawn"]);
    });

    test("is told of by mails that are kept with it, each claimed by one sender until it is sent or put off", async () => {
      const { store, advance } = await openWithFirst();
      const pending = waiting("1");
      const mails = ["ben", "ida"].map((personId) => ({ outboxId: idNamed("out", personId), personId }));
      await store.keepPendingVersion(tenant, pending, mails);
      const claimed = async () => (await store.claimVersionMails(tenant, 60_000, 10)).map(({ personId }) => personId);
      expect(await store.claimOutbox({ tenant, workerId: "w", leaseMs: 1, limit: 9, kinds: ["mail"] })).toEqual([]);
      const first = await store.claimVersionMails(tenant, 60_000, 10);
      expect(first.toSorted((one, other) => (one.personId < other.personId ? -1 : 1))).toEqual(
        mails.map((mail) => ({ ...mail, pendingId: pending.pendingId, attempts: 1 })),
      );
      expect(await claimed()).toEqual([]);
      const [sent, late] = mails.map(({ outboxId }) => outboxId);
      if (sent === undefined || late === undefined) throw new Error("There are two.");
      await store.dropOutbox(sent);
      await store.postponeOutbox(late, 1_000);
      await advance(1_000);
      expect(await claimed()).toEqual(["ida"]);
      await advance(60_000);
      expect(await claimed()).toEqual(["ida"]);
    });

    test("that still waits is listed before those that are over", async () => {
      const { store, advance } = await openWithFirst();
      for (const digit of ["1", "2", "3"]) {
        await store.keepPendingVersion(tenant, waiting(digit), []);
        await advance(1_000);
      }
      const { pendingId } = waiting("3");
      await store.endPendingVersion(tenant, pendingId, { kind: "refused", by: "ben", why: "No." });
      const listed = await store.listPendingVersions(tenant, 10);
      expect(listed.map(({ pendingId: id }) => id.at(-1))).toEqual(["2", "1", "3"]);
    });
  });
}
