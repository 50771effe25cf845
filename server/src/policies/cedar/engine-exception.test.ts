import type * as Cedar from "@cedar-policy/cedar-wasm/nodejs";
import { expect, test, vi } from "vitest";
import { cedarPolicyEngine } from "./index.ts";
import { shopVocabulary } from "./test-tools.ts";

const answers = vi.hoisted(() => ({ next: vi.fn<() => unknown>() }));
vi.mock("@cedar-policy/cedar-wasm/nodejs", async (importOriginal) => ({
  ...(await importOriginal<typeof Cedar>()),
  statefulIsAuthorized: answers.next,
}));

const allow = { decision: "allow", diagnostics: { reason: ["p"], errors: [] } };
const error = { message: "integer overflow", help: null, code: null, url: null, severity: null };

test.each([
  [
    "an exception of the engine",
    () => {
      throw new RangeError("unreachable");
    },
    "The policy engine failed: unreachable",
  ],
  ["a failure", () => ({ type: "failure", errors: [error], warnings: [] }), "integer overflow"],
  [
    "an allow with a diagnostic",
    () => ({
      type: "success",
      response: { ...allow, diagnostics: { reason: ["p"], errors: [{ policyId: "q", error }] } },
      warnings: [],
    }),
    "q: integer overflow",
  ],
  ["an allow with a warning", () => ({ type: "success", response: allow, warnings: [error] }), "integer overflow"],
  [
    "an allow by a policy that was not loaded",
    () => ({ type: "success", response: { ...allow, diagnostics: { reason: ["zz"], errors: [] } }, warnings: [] }),
    "not loaded",
  ],
])("%s permits nothing", (_name, implementation, message) => {
  const load = cedarPolicyEngine.load(
    [{ path: "p.cedar", text: '@id("p") permit (principal, action, resource);' }],
    shopVocabulary,
  );
  if (load.kind === "rejected") throw new Error("not loaded");
  answers.next.mockImplementation(implementation);
  const answer = load.policies.ask({
    agent: "desk",
    action: "find_orders",
    resource: { type: "customer", id: "1" },
    args: {},
    facts: {},
    totals: {},
    assurance: { identity: 3, confirmed: true, approved: true, approverRole: "admin" },
  });
  expect(answer).toMatchObject({ isPermitted: false, permits: [], forbids: [] });
  expect(answer.errors.join()).toContain(message);
});
