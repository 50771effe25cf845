import { PurserError } from "@purser/contract";
import { expect, onTestFinished, test } from "vitest";
import { openTestApi } from "./test-api.ts";
import { visitorsOf } from "./test-visitor.ts";

test("a customer one of whose cases cannot be read signs in all the same, and goes on with the one that can", async () => {
  const torn = new Set<string>();
  const error = new PurserError("PUR-5002", "A body does not open.");
  const api = await openTestApi({
    store: (store) => ({
      ...store,
      readState: async (tenant, caseId) => {
        if (torn.has(caseId)) throw error;
        return store.readState(tenant, caseId);
      },
      readStates: async (tenant, caseIds) =>
        (await store.readStates(tenant, caseIds)).map((reading) =>
          torn.has(reading.row.caseId) ? { kind: "unreadable", row: reading.row, error } : reading,
        ),
    }),
  });
  onTestFinished(api.stop);
  const visitors = visitorsOf(api);
  const login = await visitors.identify("C-90");
  const first = await visitors.begin("hello", login.session);
  const second = await visitors.begin("hello", login.session);
  torn.add(second.caseId ?? "");
  expect(await visitors.identify("C-90")).toMatchObject({ isKnown: true, caseId: first.caseId });
  torn.add(first.caseId ?? "");
  expect(await visitors.identify("C-90")).toMatchObject({ isKnown: true, caseId: null });
});
