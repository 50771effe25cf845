import { expect, test } from "vitest";
import type { CaseListView } from "../../cases/case-store.ts";
import {
  type OpenStore,
  append,
  blueprintHash,
  caseId,
  claimAll,
  idNamed,
  instant,
  opening,
  otherCaseId,
  pauseRow,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testViews(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a list of a view has what people have, what waits for whom, and what ended without people", async () => {
    const { store } = await openStore();
    const ids = Object.fromEntries(
      ["mine", "given", "nobody", "asks", "waits", "over"].map((name) => [name, idNamed("case", name)]),
    );
    const owner = (name: string, who: { assignedTo?: string; teammateId?: string }) => {
      const row = { queue: "default", trigger: null, topic: null, assignedTo: null, teammateId: null };
      return {
        owner: { row: { ...row, ...who, caseId: idNamed("case", name), since: instant("2026-01-05T09:00:00Z") } },
      };
    };
    await append(store, opening({ caseId: ids["mine"] ?? caseId, ...owner("mine", { teammateId: "ada" }) }));
    await append(store, opening({ caseId: ids["given"] ?? caseId, ...owner("given", { assignedTo: "ada" }) }));
    await append(store, opening({ caseId: ids["nobody"] ?? caseId, ...owner("nobody", {}) }));
    for (const name of ["asks", "waits", "over"]) await append(store, opening({ caseId: idNamed("case", name) }));
    for (const held of await claimAll(store)) {
      const { caseId: id } = held.lease;
      const pauses = id === ids["asks"] ? [pauseRow("asks", { caseId: id })] : [];
      await store.appendDecision(workOn(held, { status: id === ids["over"] ? "resolved" : "waiting", pauses }));
    }
    const named = async (view: CaseListView) => {
      const filter = { tenant, status: null, customerId: null, after: null, limit: 10, view };
      const { rows } = await store.listCases(filter);
      return Object.keys(ids).filter((name) => rows.some((row) => row.caseId === ids[name]));
    };
    expect(await named({ kind: "mine", teammateId: "ada" })).toEqual(["mine", "given"]);
    expect(await named({ kind: "mine", teammateId: "eve" })).toEqual([]);
    expect(await named({ kind: "unassigned" })).toEqual(["nobody"]);
    expect(await named({ kind: "handed-off" })).toEqual(["mine", "given", "nobody"]);
    expect(await named({ kind: "approval" })).toEqual(["asks"]);
    expect(await named({ kind: "customer" })).toEqual(["mine", "given", "nobody", "waits"]);
    expect(await named({ kind: "resolved-by-agent" })).toEqual(["over"]);
  });

  test("a search finds a case by the beginning of its id and by its customer's reference, and nothing by parts of others", async () => {
    const { store } = await openStore();
    const known = await store.customerOf(tenant, "mia@example.com");
    await append(store, opening({ open: { customerId: known, channel: "chat", blueprintHash: blueprintHash } }));
    await append(store, opening({ caseId: otherCaseId }));
    const found = async (search: string) => {
      const filter = { tenant, status: null, customerId: null, after: null, limit: 10, search };
      return (await store.listCases(filter)).rows.map((row) => row.caseId);
    };
    expect(await found("mia@example.com")).toEqual([caseId]);
    expect(await found(otherCaseId.slice(0, 12))).toEqual([otherCaseId]);
    for (const nothing of ["mia", "case_%", "_", "%", "' or true --"]) expect(await found(nothing)).toEqual([]);
  });
}
