import { describe, expect, test } from "vitest";
import type { CaseMeasure } from "../../cases/case-measure.ts";
import type { CountedFilter } from "../../cases/insight-store.ts";
import {
  type OpenStore,
  append,
  claimAll,
  idNamed,
  instant,
  opening,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

const zone = {
  since: instant("2026-01-01T00:00:00Z"),
  until: instant("2026-02-01T00:00:00Z"),
  timeZone: "America/New_York",
};

function measureOf(name: string, change: Partial<CaseMeasure> = {}): CaseMeasure {
  return {
    caseId: idNamed("case", name),
    version: 2,
    openedAt: instant("2026-01-05T09:00:00Z"),
    isPart: false,
    channel: "chat",
    procedure: "refund",
    end: "resolved-by-agent",
    isVerified: true,
    handoff: null,
    resolutionMs: 60_000,
    rating: null,
    unanswered: 0,
    tokens: 10,
    costMicros: 500,
    tools: { refund_order: { done: 1 }, find_orders: { read: 2 } },
    policies: { "refund-small": 2 },
    ...change,
  };
}

const measures: readonly CaseMeasure[] = [
  measureOf("refunded", { rating: 5 }),
  // Half past midnight in London on Monday is still Sunday in New York.
  measureOf("undone", {
    openedAt: instant("2026-01-12T00:30:00Z"),
    channel: "email",
    rating: 2,
    resolutionMs: 180_001,
    tools: { refund_order: { undone: 1, failed: 1 } },
    policies: { "refund-small": 1, "refund-large": 1 },
  }),
  measureOf("asked", {
    procedure: null,
    unanswered: 2,
    end: "resolved-by-agent",
    isVerified: false,
    resolutionMs: 1_000,
    tools: {},
  }),
  measureOf("by-people", {
    end: "resolved-by-people",
    isVerified: false,
    handoff: "person-asked",
    resolutionMs: 4_000,
  }),
  measureOf("given-up", { end: "closed", isVerified: false, handoff: "person-asked", resolutionMs: null }),
  measureOf("waits", { end: "open", isVerified: false, handoff: "value", resolutionMs: null, procedure: "exchange" }),
  measureOf("a-part", { isPart: true }),
  measureOf("too-early", { openedAt: instant("2025-12-31T23:59:59Z") }),
  measureOf("too-late", { openedAt: zone.until }),
];

async function keepAll(store: Awaited<ReturnType<ReturnType<typeof storesOf>>>["store"]): Promise<void> {
  for (const { caseId } of measures) await append(store, opening({ caseId }));
  for (const measure of measures) await store.keepMeasure(tenant, measure, measure);
}

export function testInsights(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("what insights are counted from", () => {
    test("a case is to be measured when it is new, and again when it has changed", async () => {
      const { store } = await openStore();
      const ids = ["one", "two"].map((name) => idNamed("case", name));
      for (const caseId of ids) await append(store, opening({ caseId }));
      const listed = await store.listUnmeasured(tenant, 10);
      expect(listed.map(({ caseId }) => caseId).toSorted()).toEqual(ids.toSorted());
      expect(await store.listUnmeasured(tenant, 1)).toHaveLength(1);
      expect(await store.listUnmeasured("another", 10)).toEqual([]);
      for (const at of listed) await store.keepMeasure(tenant, at, null);
      expect(await store.listUnmeasured(tenant, 10)).toEqual([]);
      const [held] = await claimAll(store);
      if (held === undefined) throw new Error("Nothing was claimed.");
      await store.appendDecision(workOn(held));
      expect(await store.listUnmeasured(tenant, 10)).toEqual([{ caseId: held.lease.caseId, version: 3 }]);
    });

    test("a later measure takes the place of an earlier one, never the other way round", async () => {
      const { store } = await openStore();
      const [first] = measures;
      if (first === undefined) throw new Error("There is no measure.");
      await append(store, opening({ caseId: first.caseId }));
      const later = { ...first, version: 5, end: "closed" as const };
      await store.keepMeasure(tenant, later, later);
      await store.keepMeasure(tenant, first, first);
      expect((await store.readCounted({ tenant, by: "procedure", ...zone })).total).toMatchObject({
        cases: 1,
        closed: 1,
      });
      await store.keepMeasure(tenant, { ...later, version: 6 }, null);
      expect((await store.readCounted({ tenant, by: "procedure", ...zone })).total).toMatchObject({
        cases: 1,
        closed: 1,
      });
    });

    test("figures of a span, by procedure, with reasons, tools and policies; parts of other cases are counted with them", async () => {
      const { store } = await openStore();
      await keepAll(store);
      const counted = await store.readCounted({ tenant, by: "procedure", ...zone });
      expect(counted.total).toEqual({
        cases: 6,
        open: 1,
        resolvedByAgent: 3,
        verified: 2,
        resolvedByPeople: 1,
        closed: 1,
        handedOff: 3,
        unanswered: 1,
        rated: 2,
        meanRating: 3.5,
        // Between 4 s and 60 s.
        medianResolutionMs: 32_000,
        tokens: 60,
        costMicros: 3_000,
      });
      expect(counted.groups.map(({ key, figures }) => [key, figures.cases])).toEqual([
        ["refund", 4],
        ["exchange", 1],
        [null, 1],
      ]);
      expect(counted.handoffs).toEqual([
        { trigger: "person-asked", cases: 2 },
        { trigger: "value", cases: 1 },
      ]);
      expect(counted.tools).toEqual([
        { tool: "find_orders", read: 8, done: 0, undone: 0, refused: 0, failed: 0, unknown: 0 },
        { tool: "refund_order", read: 0, done: 4, undone: 1, refused: 0, failed: 1, unknown: 0 },
      ]);
      expect(counted.policies).toEqual([
        { policy: "refund-large", judged: 1 },
        { policy: "refund-small", judged: 11 },
      ]);
    });

    test("weeks begin on Mondays of the shop's time zone, in their order", async () => {
      const { store } = await openStore();
      await keepAll(store);
      const { groups } = await store.readCounted({ tenant, by: "week", ...zone });
      expect(groups.map(({ key, figures }) => [key, figures.cases])).toEqual([["2026-01-05", 6]]);
      const london = await store.readCounted({ tenant, by: "week", ...zone, timeZone: "Europe/London" });
      expect(london.groups.map(({ key, figures }) => [key, figures.cases])).toEqual([
        ["2026-01-05", 5],
        ["2026-01-12", 1],
      ]);
    });

    test("nothing is counted of an empty span", async () => {
      const { store } = await openStore();
      const { total, groups } = await store.readCounted({ tenant, by: "channel", ...zone });
      expect(total).toMatchObject({ cases: 0, medianResolutionMs: null, costMicros: 0 });
      expect(groups).toEqual([]);
    });

    test("each figure opens the cases that it counts", async () => {
      const { store } = await openStore();
      await keepAll(store);
      const { total, groups } = await store.readCounted({ tenant, by: "channel", ...zone });
      const named = async (filter: Partial<CountedFilter>): Promise<readonly string[]> => {
        const counted = { ...zone, what: "cases", group: null, handoff: null, ...filter } as const;
        const all = { tenant, status: null, customerId: null, after: null, limit: 100, counted };
        const { rows } = await store.listCases(all);
        return rows.map(({ caseId }) => caseId);
      };
      for (const what of [
        "cases",
        "open",
        "resolvedByAgent",
        "verified",
        "resolvedByPeople",
        "closed",
        "handedOff",
        "unanswered",
        "rated",
      ] as const)
        expect(await named({ what })).toHaveLength(total[what]);
      for (const { key, figures } of groups)
        expect(await named({ group: { by: "channel", key } })).toHaveLength(figures.cases);
      expect(await named({ group: { by: "procedure", key: null } })).toEqual([idNamed("case", "asked")]);
      expect(await named({ handoff: "value" })).toEqual([idNamed("case", "waits")]);
    });
  });
}
