import { PurserError } from "@purser/contract";
import { expect, test } from "vitest";
import { openTestBlueprint } from "../../http/testing/test-shop.ts";
import { listOlderVersions, publish } from "./publish.ts";
import { openTestDesk } from "../test-desk.ts";

const mapping = { procedures: {}, tools: {} };

test.each(["migrate", "hand-off", "keep"] as const)(
  "a case whose log cannot be read keeps no version from being published with %s: it is named, and the others are carried on",
  async (wish) => {
    const at = openTestDesk();
    const [torn, whole] = [await at.opens("torn"), await at.opens("whole")];
    const error = new PurserError("PUR-5002", "A body does not open.");
    const store = {
      ...at.store,
      readState: async (tenant: string, caseId: typeof torn) => {
        if (caseId === torn) throw error;
        return at.store.readState(tenant, caseId);
      },
      readStates: async (tenant: string, caseIds: readonly (typeof torn)[]) =>
        (await at.store.readStates(tenant, caseIds)).map((reading) =>
          reading.row.caseId === torn ? { kind: "unreadable" as const, row: reading.row, error } : reading,
        ),
    };
    const desk = { ...at.desk, store };
    const to = openTestBlueprint();
    const older = await listOlderVersions(to, mapping, desk);
    const listed = older.flatMap(({ cases }) => cases);
    expect(new Set(listed.map(({ caseId }) => caseId))).toEqual(new Set([torn, whole]));
    expect(listed.find(({ caseId }) => caseId === torn)?.cannotMigrate).toEqual(["Its log cannot be read."]);
    const published = await publish(to, { older, wish, mapping, by: "tm_lead", why: "" }, desk);
    expect(published.refused.includes(torn)).toBe(wish !== "keep");
    expect(published.handedOff).toBe(wish === "hand-off" ? 1 : 0);
  },
);
