import { afterEach, describe, expect, test } from "vitest";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { newId, visitorsOf } from "../testing/test-visitor.ts";

const open: TestApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.stop();
});

async function openApi(settings: NonNullable<Parameters<typeof openTestApi>[0]>["settings"] = {}) {
  const api = await openTestApi({ settings });
  open.push(api);
  const visitors = visitorsOf(api);
  /** What is told after she has asked for a person with a message. */
  const ask = async (session: string): Promise<number> =>
    (await visitors.visit("POST", "messages", session, wish())).status;
  return { api, visitors, ask };
}

const wish = () => ({ messageId: newId(), text: "I want a person.", wantsPerson: true });

describe("a person who is asked for with a message", () => {
  test("is had by a stranger: the case is handed over, and the agent answers the words no more", async () => {
    const { api, visitors, ask } = await openApi();
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    expect(await ask(session)).toBe(202);
    const { owner } = await api.until(caseId ?? "", "handed-off");
    expect(owner).toMatchObject({ kind: "queue", trigger: "person-asked" });
    expect((await visitors.textsOf(session)).slice(2)).toEqual([
      "I want a person.",
      expect.stringContaining("passed this on to a colleague"),
    ]);
  });

  test("takes a question back that she was asked: a yes to it does nothing any more", async () => {
    const { api, visitors, ask } = await openApi();
    const { session, caseId } = await visitors.begin("refund 4700", (await visitors.identify("C-1")).session);
    const { pauseId, digest } = await visitors.entryOf(session, "asked");
    expect(await ask(session)).toBe(202);
    await api.until(caseId ?? "", "handed-off");
    expect(await visitors.entryOf(session, "settled")).toMatchObject({ pauseId, how: "withdrawn" });
    expect(await visitors.refusalOf("POST", "answers", session, { pauseId, digest, decision: "yes" })).toBe("PUR-4006");
    expect(api.shop.refunds.size).toBe(0);
  });

  test("is there already where a teammate has the case: she is handed to nobody else, and told nothing twice", async () => {
    const { api, visitors, ask } = await openApi();
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    await api.ask("POST", `/v1/cases/${caseId}/takeover`);
    expect(await ask(session)).toBe(202);
    const kinds = await visitors.kindsIn(caseId);
    expect(kinds.slice(-2)).toEqual(["teammate.joined", "message.received"]);
  });

  test("is told when people are back, where nobody is there now", async () => {
    const week = { friday: [{ opens: 9 * 60, closes: 10 * 60 }] };
    const { api, visitors, ask } = await openApi({ businessHours: { week, holidays: [] } });
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    await ask(session);
    expect(await visitors.entryOf(session, "handed-over")).toMatchObject({ opensAt: "2026-02-13T09:00:00.000Z" });
    await expect.poll(async () => (await visitors.textsOf(session)).at(-1)).toContain("closed right now");
  });

  test("is had after the case was resolved, which is opened again; once it is closed she is told that it is", async () => {
    const { api, visitors, ask } = await openApi();
    const { session, caseId } = await visitors.begin("refund 4700", (await visitors.identify("C-1")).session);
    const { pauseId, digest } = await visitors.entryOf(session, "asked");
    await visitors.visit("POST", "answers", session, { pauseId, digest, decision: "yes" });
    await api.until(caseId ?? "", "resolved");
    expect(await ask(session)).toBe(202);
    await api.until(caseId ?? "", "handed-off");
    await api.ask("POST", `/v1/cases/${caseId}/close`, { reason: "Done." });
    await api.until(caseId ?? "", "closed");
    expect(await visitors.refusalOf("POST", "messages", session, wish())).toBe("PUR-2004");
    expect(await visitors.refusalOf("POST", "person", session)).toBe("PUR-2004");
  });
});
