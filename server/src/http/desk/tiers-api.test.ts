import {
  changePreviewSchema,
  pendingVersionSchema,
  problemSchema,
  tierPageSchema,
  versionPageSchema,
} from "@purser/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { apiKeyOf } from "../authenticate.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";

const mateKey = "pur_mate_0123456789";
const mate = { authorization: `Bearer ${mateKey}` };
const secondKey = "pur_second_0123456789";
const second = { authorization: `Bearer ${secondKey}` };
const why = "Until the new shop runs.";

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi({
    keys: [
      apiKeyOf(mateKey, { id: "tm-mate", role: "teammate", scopes: ["desk"] }),
      apiKeyOf(secondKey, { id: "tm-second", role: "lead", scopes: ["desk"] }),
    ],
  });
});
afterEach(() => api.stop());

const versions = async () => (await api.json(versionPageSchema, 200, "GET", "/v1/blueprint/versions")).versions;
const refusedWith = async (status: number, door: string, body: object, headers = {}) =>
  (await api.json(problemSchema, status, "POST", door, body, headers)).code;

async function refund(amountMinor: number): Promise<string> {
  const caseId = await api.opened({ text: `refund ${amountMinor}`, customer: "LC-1", level: 2 });
  await api.until(caseId, amountMinor <= 2500 ? "resolved" : "waiting");
  return caseId;
}

describe("the tier of an action", () => {
  const tiersPath = "/v1/blueprint/tiers";
  const tiers = () => api.json(tierPageSchema, 200, "GET", tiersPath);
  const move = (tier: string) => ({ action: "refund_order", tier });
  const tried = (tier: string) => api.json(changePreviewSchema, 200, "POST", `${tiersPath}/preview`, move(tier));
  const moved = async (tier: string) => ({ ...move(tier), why, hash: (await tiers()).hash, examples: "follow" });
  const toDraft = async () => api.json(versionPageSchema, 200, "POST", tiersPath, await moved("draft"));

  it("is listed with what its tool says and where it can be moved to; a lookup stays where it is", async () => {
    const { tools } = await tiers();
    expect(tools.map(({ tool, tier, ownTier, movesTo }) => [tool, tier, ownTier, movesTo])).toEqual([
      ["find_customer", "lookup", "lookup", []],
      ["read_order", "lookup", "lookup", []],
      ["list_orders", "lookup", "lookup", []],
      ["refund_order", "execute", "execute", ["draft"]],
    ]);
  });

  it("that is made stricter is in force at once, after a look at what would have been drafted", async () => {
    const [small, larger] = [await refund(2000), await refund(4700)];
    const { effect, examples, needsSecondPerson, widenings } = await tried("draft");
    expect([needsSecondPerson, widenings]).toEqual([false, []]);
    expect(examples).toMatchObject([{ name: "$25 needs nothing" }]);
    const changes = new Map(effect?.changes.map(({ from, to, caseIds }) => [from.kind, [to.kind, caseIds]]));
    expect(changes).toEqual(
      new Map([
        ["allow", ["approve", [small]]],
        ["confirm", ["approve", [larger]]],
      ]),
    );
    const { versions: after } = await toDraft();
    expect(after[0]).toMatchObject({ number: 2, by: "tm-local", why, source: "desk", isInForce: true });
    expect((await tiers()).tools.at(-1)).toMatchObject({ tier: "draft", ownTier: "execute", movesTo: ["execute"] });
    const caseId = await api.opened({ text: "refund 1500", customer: "LC-1", level: 2 });
    await api.until(caseId, "waiting");
    expect(api.shop.refunds.size).toBe(1);
  });

  it("holds for a case that began before it was made stricter", async () => {
    const caseId = await api.opened({ text: "hello", customer: "LC-1", level: 2 });
    await api.until(caseId, "waiting");
    await toDraft();
    await api.ask("POST", `/v1/cases/${caseId}/messages`, { from: "customer", text: "refund 1500" });
    await api.until(caseId, "waiting");
    const { pauses } = z
      .object({ pauses: z.array(z.object({ mayAnswer: z.string() })) })
      .parse(await (await api.ask("GET", "/v1/pauses")).json());
    expect(pauses).toMatchObject([{ mayAnswer: "teammate" }]);
    expect(api.shop.refunds.size).toBe(0);
  });

  it("is widened by two people, who read what became of the drafts, and put back in one step", async () => {
    const first = (await tiers()).hash;
    await toDraft();
    const draft = await api.opened({ text: "refund 1500", customer: "LC-1", level: 2 });
    await api.until(draft, "waiting");
    const { evidence, widenings } = await tried("execute");
    expect(evidence).toEqual([
      {
        action: "refund_order",
        unchanged: 0,
        edited: 0,
        dropped: 0,
        open: 1,
        needed: 20,
        neededShare: 0.95,
        says: "too-little",
        caseIds: [],
      },
    ]);
    expect(widenings).toEqual(["“Refund an order” waits for no teammate any more: execute after draft."]);
    const { pendingId } = await api.json(pendingVersionSchema, 202, "POST", tiersPath, await moved("execute"));
    await api.json(versionPageSchema, 200, "POST", `/v1/blueprint/pending/${pendingId}/confirm`, undefined, second);
    expect((await tiers()).tools.at(-1)).toMatchObject({ tier: "execute" });
    const [, drafted] = await versions();
    const door = `/v1/blueprint/versions/${drafted?.hash}/publish`;
    const { versions: after } = await api.json(versionPageSchema, 200, "POST", door, { why: "Too early." });
    expect(after[0]?.hash).toBe(drafted?.hash);
    expect(first).not.toBe(after[0]?.hash);
  });

  it("is not moved to where it is, where it cannot be, or by a teammate", async () => {
    for (const wrong of [move("execute"), move("coordinate"), { action: "read_order", tier: "draft" }])
      expect(await refusedWith(422, `${tiersPath}/preview`, wrong)).toBe("PUR-2201");
    expect(await refusedWith(403, `${tiersPath}/preview`, move("draft"), mate)).toBe("PUR-2007");
    expect(await refusedWith(403, tiersPath, await moved("draft"), mate)).toBe("PUR-2007");
    expect(await versions()).toHaveLength(1);
  });
});
