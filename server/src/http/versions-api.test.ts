import {
  hashSchema,
  limitPageSchema,
  limitsPreviewSchema,
  problemSchema,
  versionDifferenceSchema,
  versionPageSchema,
} from "@purser/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiKeyOf } from "./authenticate.ts";
import { openTestApi, type TestApi } from "./test-api.ts";

const mateKey = "pur_mate_0123456789";
const mate = { authorization: `Bearer ${mateKey}` };
const path = "/v1/blueprint/limits";
const why = "Small refunds are not worth a question.";

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi({ keys: [apiKeyOf(mateKey, { id: "tm-mate", role: "teammate", scopes: ["desk"] })] });
});
afterEach(() => api.stop());

const limits = () => api.json(limitPageSchema, 200, "GET", path);
const versions = async () => (await api.json(versionPageSchema, 200, "GET", "/v1/blueprint/versions")).versions;
const raised = (value: number) => ({ changes: [{ policy: "refund-small", index: 0, value }] });
const preview = (value: number) => api.json(limitsPreviewSchema, 200, "POST", `${path}/preview`, raised(value));
const save = async (value: number, more: object = {}) => {
  const { hash } = await limits();
  return api.json(versionPageSchema, 200, "POST", path, { ...raised(value), why, hash, ...more });
};

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
      what: "the amount asked for",
      bound: "at most",
      unit: "money",
      value: 2500,
      sentence: "Allows refund order when the amount asked for is at most $25.00.",
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
    const { versions: after } = await save(5000);
    expect(after[0]).toMatchObject({ number: 2, by: "tm-local", why, source: "desk", isInForce: true, canRun: true });
    expect(after[1]).toMatchObject({ number: 1, source: "folder", isInForce: false });
    const caseId = await api.opened({ text: "refund 4700", customer: "LC-1", level: 2 });
    await api.until(caseId, "resolved");
    expect((await limits()).limits.find(({ policy }) => policy === "refund-small")?.value).toBe(5000);
  });

  it("is not saved over a version that was not seen", async () => {
    const { hash } = await limits();
    await save(5000);
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
    await save(5000);
    const again = { why: "Too many small refunds." };
    const door = `/v1/blueprint/versions/${first}/publish`;
    const { versions: after } = await api.json(versionPageSchema, 200, "POST", door, again);
    expect(after.map(({ number, hash, isInForce }) => [number, hash === first, isInForce])).toEqual([
      [3, true, true],
      [2, false, false],
      [1, true, false],
    ]);
    expect(after[0]).toMatchObject({ by: "tm-local", why: again.why });
    expect((await limits()).hash).toBe(first);
    await refund(4700);
    expect((await api.json(versionPageSchema, 200, "POST", door, again)).versions).toHaveLength(3);
  });

  it("is compared with the one that it took the place of unless another is named", async () => {
    const first = (await limits()).hash;
    const { versions: after } = await save(5000);
    const compared = (hash: string | undefined) =>
      api.json(versionDifferenceSchema, 200, "GET", `/v1/blueprint/versions/${hash}/diff`);
    expect(await compared(after[0]?.hash)).toMatchObject({ against: first, files: [{ kind: "changed" }] });
    const { against, files } = await compared(first);
    expect([against, files.map(({ kind }) => kind)]).toEqual([null, ["added", "added"]]);
  });
});
