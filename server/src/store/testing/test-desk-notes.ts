import { plusMs } from "@purser/contract";
import { expect, test } from "vitest";
import type { CaseFilter, CaseStore } from "../../cases/case-store.ts";
import { mostTags, noNotes } from "../../cases/desk-notes.ts";
import {
  type OpenStore,
  append,
  blueprintHash,
  caseId,
  customerId,
  idNamed,
  inlet,
  instant,
  messageEvent,
  noteEvent,
  openedEvent,
  opening,
  otherCaseId,
  storesOf,
  tenant,
} from "./store-under-test.ts";

const hourMs = 3_600_000;

export function testDeskNotes(open: OpenStore): void {
  const openStore = storesOf(open);
  const listed = async (store: CaseStore, filter: Partial<CaseFilter>) => {
    const whole = { tenant, status: null, customerId: null, after: null, limit: 10, ...filter };
    return (await store.listCases(whole)).rows.map((row) => row.caseId);
  };
  const notesOf = async (store: CaseStore) => (await store.readNotes(tenant, [caseId])).get(caseId) ?? noNotes;
  const indexed = async (store: CaseStore): Promise<void> => {
    for (let from = null, isDone = false; !isDone;) ({ next: from, isDone } = await store.indexWords(tenant, from, 1));
  };

  test("tags are added once, found together, counted and taken off, and each change keeps who made it", async () => {
    const { store } = await openStore();
    await append(store, opening());
    await append(store, opening({ caseId: otherCaseId }));
    const heard: string[] = [];
    store.subscribe((changed) => heard.push(changed));
    const tag = (id: typeof caseId, by: string, kind: "tag-added" | "tag-removed", name: string) =>
      store.changeNotes(tenant, id, by, { kind, tag: name });
    expect(await tag(caseId, "ada", "tag-added", "vip")).toEqual({ kind: "changed" });
    expect(await tag(caseId, "eve", "tag-added", "vip")).toEqual({ kind: "unchanged" });
    expect(await tag(caseId, "ada", "tag-added", "late-parcel")).toEqual({ kind: "changed" });
    expect(await tag(otherCaseId, "ada", "tag-added", "vip")).toEqual({ kind: "changed" });
    expect(await tag(idNamed("case", "none"), "ada", "tag-added", "vip")).toEqual({ kind: "no-such-case" });
    expect(await listed(store, { tags: ["vip"] })).toHaveLength(2);
    expect(await listed(store, { tags: ["vip", "late-parcel"] })).toEqual([caseId]);
    expect(await store.listTags(tenant)).toEqual([
      { tag: "vip", cases: 2 },
      { tag: "late-parcel", cases: 1 },
    ]);
    expect(await tag(caseId, "eve", "tag-removed", "vip")).toEqual({ kind: "changed" });
    expect(await notesOf(store)).toEqual({ tags: ["late-parcel"], snoozedUntil: null });
    expect(await store.readNoteChanges(tenant, caseId)).toMatchObject([
      { by: "eve", kind: "tag-removed", about: "vip" },
      { by: "ada", kind: "tag-added", about: "late-parcel" },
      { by: "ada", kind: "tag-added", about: "vip" },
    ]);
    expect(heard).toContain(caseId);
  });

  test("a case has a bounded number of tags", async () => {
    const { store } = await openStore();
    await append(store, opening());
    for (let count = 0; count < mostTags; count += 1)
      await store.changeNotes(tenant, caseId, "ada", { kind: "tag-added", tag: `tag-${count}` });
    const tagAdded = { kind: "tag-added", tag: "one-more" } as const;
    expect(await store.changeNotes(tenant, caseId, "ada", tagAdded)).toEqual({ kind: "too-many-tags" });
    expect((await notesOf(store)).tags).toHaveLength(mostTags);
  });

  test("a snooze ends at its time, when the customer writes, or by hand; what others do does not end it", async () => {
    const { store, now, advance } = await openStore();
    await append(store, opening());
    const snooze = async () =>
      store.changeNotes(tenant, caseId, "ada", { kind: "snoozed", until: plusMs(now(), hourMs) });
    const isSnoozed = async () => (await listed(store, { view: { kind: "snoozed" } })).includes(caseId);
    expect(await store.changeNotes(tenant, caseId, "ada", { kind: "snoozed", until: now() })).toEqual({
      kind: "too-late",
    });
    await snooze();
    await append(store, inlet("", { events: [noteEvent("A note.")] }));
    expect([await isSnoozed(), (await notesOf(store)).snoozedUntil]).toEqual([true, plusMs(now(), hourMs)]);
    const before = now();
    await advance(hourMs);
    expect([await isSnoozed(), (await notesOf(store)).snoozedUntil]).toEqual([false, null]);
    expect(await store.listChanged(tenant, plusMs(before, 1), 10)).toEqual([caseId]);
    expect(await store.listChanged(tenant, plusMs(now(), 1), 10)).toEqual([]);
    await snooze();
    await append(store, inlet("Are you there?"));
    expect(await isSnoozed()).toBe(false);
    await snooze();
    expect(await store.changeNotes(tenant, caseId, "eve", { kind: "woken" })).toEqual({ kind: "changed" });
    expect(await store.changeNotes(tenant, caseId, "eve", { kind: "woken" })).toEqual({ kind: "unchanged" });
    expect(await isSnoozed()).toBe(false);
  });

  test("what changed since a time is told by events, notes and snoozes, the last change last", async () => {
    const { store, now, advance } = await openStore();
    await append(store, opening());
    await append(store, opening({ caseId: otherCaseId }));
    await advance(hourMs);
    const from = now();
    expect(await store.listChanged(tenant, from, 10)).toEqual([]);
    await append(store, inlet("Hello?"));
    await advance(1000);
    await store.changeNotes(tenant, otherCaseId, "ada", { kind: "tag-added", tag: "vip" });
    expect(await store.listChanged(tenant, from, 10)).toEqual([caseId, otherCaseId]);
    expect(await store.listChanged(tenant, from, 1)).toEqual([otherCaseId]);
    expect(await store.listChanged(tenant, now(), 10)).toEqual([otherCaseId]);
    expect(await store.listChanged("globex", from, 10)).toEqual([]);
  });

  test("since when people have a case stays when it goes from one to the other, and their first reply is known", async () => {
    const { store, now, advance } = await openStore();
    const row = { caseId, queue: "default", trigger: null, topic: null, assignedTo: null, teammateId: null };
    const handedAt = now();
    await append(store, opening({ owner: { row: { ...row, since: handedAt } } }));
    await advance(hourMs);
    await append(store, inlet("", { owner: { row: { ...row, teammateId: "ada", since: now() } } }));
    const handed = { caseId, queue: "default", handedAt };
    expect(await store.listHandedOver(tenant, [caseId])).toEqual([{ ...handed, repliedAt: null }]);
    await advance(hourMs);
    const repliedAt = now();
    const about = { claims: [], pauseId: null, proposalId: null, teammateId: "ada" };
    const body = { outboxId: idNamed("out", "reply"), channel: "chat", text: "Hello.", ...about };
    await append(store, inlet("", { actorId: "ada", events: [{ kind: "message.sent", body }] }));
    expect(await store.listHandedOver(tenant, [caseId])).toEqual([{ ...handed, repliedAt }]);
    expect(await store.listHandedOver(tenant, [otherCaseId])).toEqual([]);
    await append(store, inlet("Thanks.", { owner: { row: null } }));
    expect(await store.listHandedOver(tenant, [caseId])).toEqual([]);
  });

  test("of what people have, so many of each queue are listed that they have longest", async () => {
    const { store, advance, now } = await openStore();
    const ids = ["a", "b", "c", "d"].map((name) => idNamed("case", name));
    for (const [index, id] of ids.entries()) {
      const queue = index === 3 ? "returns" : "default";
      const row = { caseId: id, queue, trigger: null, topic: null, assignedTo: null, teammateId: null, since: now() };
      await append(store, opening({ caseId: id, owner: { row } }));
      await advance(1000);
    }
    const listed = async (most: number, from: Parameters<typeof store.listLongestHandedOver>[2] = []) =>
      new Set((await store.listLongestHandedOver(tenant, most, from)).map(({ caseId: id }) => id));
    const [first, second, third, other] = ids;
    expect(await listed(2)).toEqual(new Set([first, second, other]));
    expect(await listed(9)).toEqual(new Set(ids));
    const about = { claims: [], pauseId: null, proposalId: null, teammateId: "ada" };
    const body = { outboxId: idNamed("out", "reply"), channel: "chat", text: "Hello.", ...about };
    await append(
      store,
      inlet("", { caseId: idNamed("case", "a"), actorId: "ada", events: [{ kind: "message.sent", body }] }),
    );
    expect(await listed(2)).toEqual(new Set([first, second, third, other]));
    const later = plusMs(now(), -3000);
    expect(await listed(9, [{ queue: null, owed: later, answered: null }])).toEqual(
      new Set([first, second, third, other]),
    );
    expect(await listed(9, [{ queue: null, owed: plusMs(later, 1), answered: later }])).toEqual(
      new Set([third, other]),
    );
    const named = { queue: "returns", owed: plusMs(later, 3000), answered: null };
    expect(await listed(9, [named, { queue: null, owed: null, answered: later }])).toEqual(new Set([second, third]));
  });

  test("a list can be of certain cases in a certain order, and of what one teammate has", async () => {
    const { store } = await openStore();
    const ids = ["a", "b", "c"].map((name) => idNamed("case", name));
    const row = { queue: "default", trigger: null, topic: null, assignedTo: null, teammateId: "ada" };
    for (const id of ids) {
      const since = instant("2026-01-05T09:00:00Z");
      await append(store, opening({ caseId: id, owner: { row: { ...row, caseId: id, since } } }));
    }
    await append(store, opening({ caseId: otherCaseId }));
    expect(await listed(store, { among: ids })).toEqual(ids);
    expect(await listed(store, { among: ids.toReversed(), limit: 2 })).toEqual(ids.toReversed().slice(0, 2));
    expect((await listed(store, { assignee: "ada" })).toSorted()).toEqual(ids.toSorted());
    expect(await listed(store, { assignee: "eve" })).toEqual([]);
  });

  test("a search finds the cases in which all its words were said, whatever their case and accents, and order numbers", async () => {
    const { store } = await openStore();
    const said = (text: string) => ({ events: [openedEvent, messageEvent(text)] });
    await append(store, opening(said("Die Kaffeemühle aus Bestellung L-43987 ist zerbrochen")));
    await append(store, opening({ caseId: otherCaseId, ...said("My coffee is cold") }));
    await indexed(store);
    const found = (search: string) => listed(store, { search });
    expect(await found("kaffeemuhle")).toEqual([caseId]);
    expect(await found("ZERBROCHEN bestellung")).toEqual([caseId]);
    expect(await found("l-43987")).toEqual([caseId]);
    expect(await found("43987")).toEqual([caseId]);
    expect(await found("coffee")).toEqual([otherCaseId]);
    for (const nothing of ["coffee bestellung", "L-4398", "L-43988", "kaffee", "…"])
      expect(await found(nothing)).toEqual([]);
    await append(store, inlet("The refund of L-99 did not arrive"));
    await indexed(store);
    expect(await found("kaffeemühle L-99")).toEqual([caseId]);
  });

  test("what the desk keeps goes with the customer, and nothing of it is written after her", async () => {
    const { store, now } = await openStore();
    await append(store, opening({ open: { customerId, channel: "chat", blueprintHash } }));
    await store.changeNotes(tenant, caseId, "ada", { kind: "tag-added", tag: "vip" });
    await store.changeNotes(tenant, caseId, "ada", { kind: "snoozed", until: plusMs(now(), hourMs) });
    await indexed(store);
    expect(await listed(store, { search: "torn" })).toEqual([caseId]);
    const entry = { kind: "request.carried-out", request: 1, what: "erase", singleOperator: false } as const;
    const record = { after: 0, by: "ada", entry };
    expect(await store.erase({ tenant, customerId, caseIds: [caseId], record })).toEqual({ kind: "erased" });
    await indexed(store);
    expect(await listed(store, { search: "torn" })).toEqual([]);
    expect(await listed(store, { tags: ["vip"] })).toEqual([]);
    expect([await notesOf(store), await store.readNoteChanges(tenant, caseId)]).toEqual([noNotes, []]);
    const tagAdded = { kind: "tag-added", tag: "vip" } as const;
    expect(await store.changeNotes(tenant, caseId, "ada", tagAdded)).toEqual({ kind: "erased" });
  });
}
