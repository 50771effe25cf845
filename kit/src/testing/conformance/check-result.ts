import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import { isSame, valueAt, withoutPaths } from "./json-comparison.ts";
import { keyFor, openCall } from "./operation.ts";
import type { ActionUnderTest, Check } from "./world-under-test.ts";

/** So many keys, since a system may show the one at once and the other late. */
const keyCount = 5;

/** What an action gives when it is done: of its schema, whole, and as promised once it is read back. */
export const checkResult: Check = async (subject) => {
  const call = await openCall(subject);
  const key = keyFor("result");
  const outcome = await call.execute(key);
  if (outcome.kind !== "done") return [`The call is ${outcome.kind}, although the same was done before.`];
  call.settle();
  const finding = await call.verify(key);
  if (finding.kind !== "done") return [`The call that was done is found ${finding.kind}.`];
  return [
    ...judgeResult("execute", outcome.result, subject),
    ...judgeResult("verify", finding.result, subject),
    ...judgePromises(finding.result, subject),
  ];
};

function judgeResult(from: string, result: JsonObject, { action }: ActionUnderTest): readonly string[] {
  const parsed = z.safeParse(action.output, result);
  const misfit = parsed.success ? [] : [`The result of ${from} does not fit the output: ${parsed.error.message}`];
  const missing = action.gives.filter((path) => valueAt(result, path) === undefined);
  return [...misfit, ...missing.map((path) => `The result of ${from} gives no ${path}.`)];
}

function judgePromises(result: JsonObject, { action }: ActionUnderTest): readonly string[] {
  return Object.entries(action.promises).flatMap(([path, promised]) => {
    const value = valueAt(result, path) ?? null;
    return isSame(value, promised) ? [] : [`It promises that ${path} is ${show(promised)}, and it is ${show(value)}.`];
  });
}

/** After the settle time every call that was done is found, with the result that it said it had. */
export const checkReadBack: Check = async (subject) => {
  const violations: string[] = [];
  for (let count = 0; count < keyCount; count += 1)
    violations.push(...(await judgeReadBack(subject, `read back ${count}`)));
  return violations;
};

async function judgeReadBack(subject: ActionUnderTest, purpose: string): Promise<readonly string[]> {
  const call = await openCall(subject);
  const key = keyFor(purpose);
  const before = await call.verify(key);
  const violations =
    before.kind === "done" || before.kind === "doubled" ? [`It is found ${before.kind} before it was called.`] : [];
  const outcome = await call.execute(key);
  const atOnce = await call.verify(key);
  if (atOnce.kind === "doubled") violations.push("One call is found doubled.");
  call.settle();
  const finding = await call.verify(key);
  if (finding.kind === "key-safe" && subject.action.once === "key") return violations;
  if (outcome.kind !== "done" || finding.kind !== "done")
    return [...violations, `The call is ${outcome.kind}, and after the settle time it is found ${finding.kind}.`];
  const later = (subject.decidedLater ?? []).map(({ field }) => field);
  if (isSame(withoutPaths(outcome.result, later), withoutPaths(finding.result, later))) return violations;
  return [...violations, `execute gives ${show(outcome.result)}, and verify reads ${show(finding.result)}.`];
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
