import { expect, onTestFinished, test } from "vitest";
import { openTestApi } from "../testing/test-api.ts";
import { visitorsOf } from "../testing/test-visitor.ts";
import { withTornCases } from "../testing/test-torn-store.ts";

test("a customer one of whose cases cannot be read signs in all the same, and goes on with the one that can", async () => {
  const torn = new Set<string>();
  const api = await openTestApi({
    store: withTornCases(torn),
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
