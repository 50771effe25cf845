import {
  changePreviewSchema,
  hashSchema,
  limitPageSchema,
  pendingVersionPageSchema,
  pendingVersionSchema,
  problemSchema,
  versionDifferenceSchema,
  versionOutlookSchema,
  versionPageSchema,
} from "@purser/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Settings } from "../../blueprint/settings/settings.ts";
import { apiKeyOf } from "../authenticate.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";

const mateKey = "pur_mate_0123456789";
const mate = { authorization: `Bearer ${mateKey}` };
const path = "/v1/blueprint/limits";
const why = "Small refunds are not worth a question.";

const secondKey = "pur_second_0123456789";
const second = { authorization: `Bearer ${secondKey}` };

let api: TestApi;
const open = (settings: Partial<Settings> = {}) =>
  openTestApi({
    settings,
    keys: [
      apiKeyOf(mateKey, { id: "tm-mate", role: "teammate", scopes: ["desk"] }),
      apiKeyOf(secondKey, { id: "tm-second", role: "lead", scopes: ["desk"] }),
    ],
  });
beforeEach(async () => {
  api = await open();
});
afterEach(() => api.stop());

const limits = () => api.json(limitPageSchema, 200, "GET", path);
const versions = async () => (await api.json(versionPageSchema, 200, "GET", "/v1/blueprint/versions")).versions;
const raised = (value: number) => ({ changes: [{ policy: "refund-small", index: 0, value }] });
const preview = (value: number) => api.json(changePreviewSchema, 200, "POST", `${path}/preview`, raised(value));
const save = async (value: number, more: object = {}) => {
  const { hash } = await limits();
  return api.json(versionPageSchema, 200, "POST", path, { ...raised(value), why, hash, ...more });
};
const put = async (value: number) => {
  const { hash } = await limits();
  return api.json(pendingVersionSchema, 202, "POST", path, { ...raised(value), why, hash });
};
const pendingPath = "/v1/blueprint/pending";
const pending = async () => (await api.json(pendingVersionPageSchema, 200, "GET", pendingPath)).pending;
const confirmed = (pendingId: string) =>
  api.json(versionPageSchema, 200, "POST", `${pendingPath}/${pendingId}/confirm`, undefined, second);
const refusedWith = async (status: number, door: string, body?: object, headers = {}) =>
  (await api.json(problemSchema, status, "POST", door, body, headers)).code;
/** In force by two people. */
const raise = async (value: number) => confirmed((await put(value)).pendingId);

async function refund(amountMinor: number): Promise<string> {
  const caseId = await api.opened({ text: `refund ${amountMinor}`, customer: "LC-1", level: 2 });
  await api.until(caseId, amountMinor <= 2500 ? "resolved" : "waiting");
  return caseId;
}

describe("a limit", () => {
  it("is listed as people read it, with the whole guardrail and its place", async () => {
    const { currency, limits: listed } = await limits();
    expect(currency).toBe("USD");
    expect(listed.find(({ policy }) => policy === "refund-small")).toEqual({
      policy: "refund-small",
      index: 0,
      actions: ["refund_order"],
      effect: "permit",
      escalates: false,
      what: "the amount asked for",
      bound: "at most",
      unit: "money",
      value: 2500,
      sentence: "Allows “Refund an order” when the amount asked for is at most $25.00.",
      path: "guardrails/refunds.cedar",
      line: 4,
    });
  });

  it("that is tried tells which cases would have been answered otherwise, and changes nothing", async () => {
    const [small, larger, largest] = [await refund(2000), await refund(4700), await refund(9900)];
    const before = await limits();
    const { effect, problems } = await preview(5000);
    expect(problems).toEqual([]);
    expect(effect).toMatchObject({ cases: 3, isComplete: true, judged: 3, notComparable: 0 });
    expect(effect?.changes).toEqual([
      {
        actions: ["refund_order"],
        from: { kind: "confirm", role: null, approvals: 0, level: null },
        to: { kind: "allow", role: null, approvals: 0, level: null },
        proposals: 1,
        caseIds: [larger],
      },
    ]);
    const lowered = (await preview(100)).effect?.changes.map(({ from, to, caseIds }) => [from.kind, to.kind, caseIds]);
    expect(lowered).toEqual([["allow", "confirm", [small]]]);
    expect((await preview(20_000)).effect?.changes[0]?.caseIds.toSorted()).toEqual([larger, largest].toSorted());
    expect(await limits()).toEqual(before);
    expect(await versions()).toHaveLength(1);
  });

  it("that is saved is a version with author and reason, and the next case goes by it", async () => {
    const { versions: after } = await raise(5000);
    expect(after[0]).toMatchObject({
      number: 2,
      by: "tm-local",
      confirmedBy: "tm-second",
      why,
      source: "desk",
      isInForce: true,
      canRun: true,
    });
    expect(after[1]).toMatchObject({ number: 1, source: "folder", isInForce: false });
    const caseId = await api.opened({ text: "refund 4700", customer: "LC-1", level: 2 });
    await api.until(caseId, "resolved");
    expect((await limits()).limits.find(({ policy }) => policy === "refund-small")?.value).toBe(5000);
  });

  it("is not saved over a version that was not seen", async () => {
    const { hash } = await limits();
    await save(2400, { examples: "follow" });
    const refused = await api.json(problemSchema, 409, "POST", path, { ...raised(3000), why, hash });
    expect(refused.code).toBe("PUR-2196");
    expect(await versions()).toHaveLength(2);
  });

  it("that an example contradicts is refused with its name, unless the example is to follow", async () => {
    const { examples } = await preview(2400);
    expect(examples).toMatchObject([{ name: "$25 needs nothing", path: "guardrails/refunds.test.yaml", line: 2 }]);
    const { hash } = await limits();
    const refused = await api.json(problemSchema, 422, "POST", path, { ...raised(2400), why, hash });
    expect([refused.code, refused.detail]).toEqual(["PUR-2198", expect.stringContaining("$25 needs nothing")]);
    const { versions: after } = await save(2400, { examples: "follow" });
    const followed = hashSchema.parse(after[0]?.hash);
    const { files } = await api.json(
      versionDifferenceSchema,
      200,
      "GET",
      `/v1/blueprint/versions/${followed}/diff?against=${hash}`,
    );
    const changed = files.map((file) => [
      file.path,
      file.kind,
      file.hunks?.flatMap(({ lines }) => lines.filter((line) => /^[-+]/.test(line))),
    ]);
    expect(changed).toEqual([
      [
        "guardrails/refunds.cedar",
        "changed",
        ["-when { context.args.amountMinor <= 2500 };", "+when { context.args.amountMinor <= 2400 };"],
      ],
      [
        "guardrails/refunds.test.yaml",
        "changed",
        ["-  expect: allow", "-  reasons: [refund-small]", "+  expect: confirm", "+  reasons: [refund-confirmed]"],
      ],
    ]);
  });

  it("is neither tried nor saved by a teammate", async () => {
    const { hash } = await limits();
    for (const [door, body] of [
      [`${path}/preview`, raised(5000)],
      [path, { ...raised(5000), why, hash }],
      [`/v1/blueprint/versions/${hash}/publish`, { why }],
    ] as const)
      expect((await api.json(problemSchema, 403, "POST", door, body, mate)).code).toBe("PUR-2007");
    expect(await versions()).toHaveLength(1);
  });
});

describe("a version", () => {
  it("that is put in force again is noted once more, by whom and why, and the next case goes by it", async () => {
    const first = (await limits()).hash;
    await raise(5000);
    const again = { why: "Too many small refunds." };
    const door = `/v1/blueprint/versions/${first}/publish`;
    const { versions: after } = await api.json(versionPageSchema, 200, "POST", door, again);
    expect(after.map(({ number, hash, isInForce }) => [number, hash === first, isInForce])).toEqual([
      [3, true, true],
      [2, false, false],
      [1, true, false],
    ]);
    expect(after[0]).toMatchObject({ by: "tm-local", why: again.why, confirmedBy: null });
    expect((await limits()).hash).toBe(first);
    await refund(4700);
    expect((await api.json(versionPageSchema, 200, "POST", door, again)).versions).toHaveLength(3);
  });

  it("that permits more than the one in force waits for a second person, also when it is put in force again", async () => {
    const first = (await limits()).hash;
    const { hash } = (await save(2400, { examples: "follow" })).versions[0] ?? {};
    const door = `/v1/blueprint/versions/${first}/publish`;
    const waiting = await api.json(pendingVersionSchema, 202, "POST", door, { why: "It was fine." });
    expect(waiting).toMatchObject({
      hash: first,
      inPlaceOf: hash,
      state: "waiting",
      widenings: ["refund-small: the amount asked for at most $25.00 after $24.00."],
    });
    expect((await limits()).hash).toBe(hash);
  });

  it("is compared with the one that it took the place of unless another is named", async () => {
    const first = (await limits()).hash;
    const { versions: after } = await raise(5000);
    const compared = (hash: string | undefined) =>
      api.json(versionDifferenceSchema, 200, "GET", `/v1/blueprint/versions/${hash}/diff`);
    expect(await compared(after[0]?.hash)).toMatchObject({ against: first, files: [{ kind: "changed" }] });
    const { against, files } = await compared(first);
    expect([against, files.map(({ kind }) => kind)]).toEqual([null, ["added", "added"]]);
  });
});

describe("a version that waits for a second person", () => {
  it("changes nothing, and shows them what it would permit besides and what it would have done", async () => {
    const before = await limits();
    const larger = await refund(4700);
    const preview5000 = await preview(5000);
    expect(preview5000).toMatchObject({ needsSecondPerson: true, evidence: [] });
    const { hash, pendingId, by, state, widenings } = await put(5000);
    expect([by, state, widenings]).toEqual(["tm-local", "waiting", preview5000.widenings]);
    expect(await limits()).toEqual(before);
    expect(await pending()).toMatchObject([{ pendingId, why, end: null }]);
    const outlook = `/v1/blueprint/versions/${hash}/outlook`;
    expect(await api.json(versionOutlookSchema, 200, "GET", outlook, undefined, second)).toMatchObject({
      against: before.hash,
      widenings,
      effect: { judged: 1, changes: [{ proposals: 1, caseIds: [larger] }] },
    });
  });

  it("is put in force by another lead or an admin alone, and once", async () => {
    const { pendingId } = await put(5000);
    const door = `${pendingPath}/${pendingId}/confirm`;
    expect(await refusedWith(403, door)).toBe("PUR-2202");
    expect(await refusedWith(403, door, undefined, mate)).toBe("PUR-2007");
    const both = await Promise.all([1, 2].map(() => api.ask("POST", door, undefined, second)));
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(["200", "409"]);
    expect(await refusedWith(409, door, undefined, second)).toBe("PUR-2204");
    expect(await versions()).toHaveLength(2);
    expect(await pending()).toMatchObject([{ state: "confirmed", end: { by: "tm-second" } }]);
  });

  it("is refused with a reason, or withdrawn by who made it, and is never put in force then", async () => {
    const [one, other] = [await put(5000), await put(6000)];
    const refuse = `${pendingPath}/${one.pendingId}/refuse`;
    expect(await refusedWith(400, refuse, { why: " " }, second)).toBe("PUR-2001");
    await api.json(pendingVersionPageSchema, 200, "POST", refuse, { why: "Ask again in May." }, second);
    const withdraw = `${pendingPath}/${other.pendingId}/withdraw`;
    expect(await refusedWith(403, withdraw, undefined, second)).toBe("PUR-2206");
    await api.json(pendingVersionPageSchema, 200, "POST", withdraw);
    for (const { pendingId } of [one, other])
      expect(await refusedWith(409, `${pendingPath}/${pendingId}/confirm`, undefined, second)).toBe("PUR-2204");
    expect((await pending()).map(({ state, end }) => [state, end?.why])).toEqual([
      ["withdrawn", ""],
      ["refused", "Ask again in May."],
    ]);
    expect(await versions()).toHaveLength(1);
    expect(await refusedWith(404, `${pendingPath}/pend_00000000000000000000/withdraw`)).toBe("PUR-2203");
  });

  it("is not put in the place of another version than the one that it was made from", async () => {
    const { pendingId } = await put(5000);
    await save(2400, { examples: "follow" });
    expect(await pending()).toMatchObject([{ state: "outdated", end: null }]);
    expect(await refusedWith(409, `${pendingPath}/${pendingId}/confirm`, undefined, second)).toBe("PUR-2205");
    expect(await versions()).toHaveLength(2);
    await api.json(pendingVersionPageSchema, 200, "POST", `${pendingPath}/${pendingId}/withdraw`);
  });

  it("is in force at once where one operator decides alone", async () => {
    await api.stop();
    api = await open({ singleOperator: true });
    expect(await preview(5000)).toMatchObject({ needsSecondPerson: false, widenings: [expect.anything()] });
    const { versions: after } = await save(5000);
    expect(after[0]).toMatchObject({ by: "tm-local", confirmedBy: null, isInForce: true });
    expect(await pending()).toEqual([]);
  });
});
