import {
  type Assurance,
  identityLevels,
  type IdentityLevel,
  type TeammateRole,
  unreachable,
  type Verdict,
} from "@purser/contract";
import { describe, expect, test } from "vitest";
import { approverRoles } from "./approver-role.ts";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge } from "./judge.ts";
import { answerOf, noAssurance, type Requirement, type Rules } from "./test-rules.ts";
import { rankOfVerdict } from "./stricter.ts";

const approvals = [null, "anybody", "teammate", "lead", "admin"] as const;
const requirements: readonly Requirement[] = identityLevels.flatMap((identity) =>
  [false, true].flatMap((confirmed) => approvals.map((approval) => ({ identity, confirmed, approval }))),
);
const forbidSets: readonly Rules["forbids"][] = [
  [],
  [{ id: "f", unless: null, reason: "No.", escalates: false }],
  [{ id: "f", unless: null, reason: null, escalates: true }],
  [
    { id: "f", unless: { identity: 1, confirmed: false, approval: "lead" }, reason: "No.", escalates: false },
    { id: "g", unless: { identity: 3, confirmed: false, approval: null }, reason: null, escalates: true },
  ],
];
/** Every pair of permits, and each with every set of forbids. */
const allRules: readonly Rules[] = requirements.flatMap((first, index) => [
  { permits: [], forbids: forbidSets[index % forbidSets.length] ?? [] },
  ...requirements.slice(index).map((second) => ({
    permits: [
      { id: "p", needs: first },
      { id: "q", needs: second },
    ],
    forbids: forbidSets[0] ?? [],
  })),
  ...forbidSets.map((forbids) => ({ permits: [{ id: "p", needs: first }], forbids })),
]);
const allHeld: readonly (Assurance | null)[] = [
  null,
  { ...noAssurance, confirmed: true },
  { ...noAssurance, approved: true, approverRole: "teammate" },
  { ...noAssurance, confirmed: true, approved: true, approverRole: "lead" },
];
const settings = identityLevels.flatMap((level) =>
  identityLevels.flatMap((highestLevel) =>
    [false, true].map((isSingleOperator) => ({ level, highestLevel, isSingleOperator })),
  ),
);

function requestFor(rules: Rules, setting: (typeof settings)[number], held: Assurance | null): GuardRequest {
  return { ask: (assurance) => answerOf(rules, assurance), facts: {}, totals: {}, held, isDraft: false, ...setting };
}

/** The text of the design, read word by word, without regard to how often the policies are asked. */
function plainVerdict(
  rules: Rules,
  { level, highestLevel, isSingleOperator }: (typeof settings)[number],
  held: Assurance | null,
): Verdict {
  const isPermitted = (assurance: Assurance) => answerOf(rules, assurance).isPermitted;
  const highestRole: TeammateRole = isSingleOperator ? "admin" : "lead";
  const reach: IdentityLevel = level > highestLevel ? level : highestLevel;
  const fully = (identity: IdentityLevel): Assurance => ({
    identity,
    confirmed: true,
    approved: true,
    approverRole: highestRole,
  });
  if (!isPermitted(fully(reach))) {
    const { forbids } = answerOf(rules, fully(reach));
    if (forbids.length === 0) return { kind: "escalate", reasons: ["No guardrail permits this."] };
    const reasons = forbids.map(({ id, reason }) => reason ?? `The guardrail ${id} forbids this.`);
    return forbids.some(({ escalates }) => escalates) ? { kind: "escalate", reasons } : { kind: "deny", reasons };
  }
  const lowest = identityLevels.find((identity) => isPermitted(fully(identity)));
  if (lowest !== undefined && lowest > level) return { kind: "identify", level: lowest };
  const now: Assurance = { ...(held ?? noAssurance), identity: level };
  const possibleRoles: readonly TeammateRole[] = isSingleOperator
    ? ["teammate", "lead", "admin"]
    : ["teammate", "lead"];
  const withRole = (role: TeammateRole): Assurance => ({ ...now, approved: true, approverRole: role });
  if (isPermitted(now)) return { kind: "allow" };
  if (isPermitted({ ...now, confirmed: true })) return { kind: "confirm" };
  for (const role of possibleRoles) if (isPermitted(withRole(role))) return { kind: "approve", role };
  for (const role of possibleRoles)
    if (isPermitted({ ...withRole(role), confirmed: true })) return { kind: "confirm-then-approve", role };
  return { kind: "escalate", reasons: [] };
}

/** What the case holds once the verdict's question has been answered with yes. */
function afterYes(request: GuardRequest, verdict: Verdict): GuardRequest {
  const held = request.held ?? noAssurance;
  switch (verdict.kind) {
    case "identify":
      return { ...request, level: verdict.level };
    case "confirm":
      return { ...request, held: { ...held, confirmed: true } };
    case "approve":
      return { ...request, held: { ...held, approved: true, approverRole: verdict.role } };
    case "confirm-then-approve":
      return { ...request, held: { ...held, confirmed: true, approved: true, approverRole: verdict.role } };
    case "allow":
    case "escalate":
    case "deny":
      return request;
    default:
      return unreachable(verdict);
  }
}

describe("over every small set of policies, level, channel and mode", () => {
  test("the verdict is what the design says", () => {
    for (const rules of allRules) {
      for (const setting of settings) {
        for (const held of allHeld) {
          const got = judge(requestFor(rules, setting, held)).verdict;
          const expected = plainVerdict(rules, setting, held);
          if (JSON.stringify(got) !== JSON.stringify(expected))
            expect({ got, rules, setting, held }).toEqual({ got: expected, rules, setting, held });
        }
      }
    }
  });

  test("a refusal always has reasons, a permission always its policies", () => {
    const bad = allRules.flatMap((rules) =>
      settings
        .map((setting) => judge(requestFor(rules, setting, null)))
        .filter(({ verdict, policies }) => {
          if (verdict.kind === "deny")
            return (
              verdict.reasons.length === 0 ||
              policies.length === 0 ||
              policies.some(({ effect }) => effect === "permit")
            );
          if (verdict.kind === "escalate") return verdict.reasons.length === 0;
          return policies.length === 0 || policies.some(({ effect }) => effect === "forbid");
        }),
    );
    expect(bad).toEqual([]);
  });

  test("a higher level, a channel that reaches further, or more that is held is never judged more strictly", () => {
    const rankOf = (rules: Rules, setting: (typeof settings)[number], held: Assurance | null) =>
      rankOfVerdict(judge(requestFor(rules, setting, held)).verdict);
    const higher = (level: IdentityLevel) => identityLevels.find((other) => other > level) ?? level;
    for (const rules of allRules) {
      for (const setting of settings) {
        const rank = rankOf(rules, setting, null);
        const better = [
          rankOf(rules, { ...setting, level: higher(setting.level) }, null),
          rankOf(rules, { ...setting, highestLevel: higher(setting.highestLevel) }, null),
          ...allHeld.map((held) => rankOf(rules, setting, held)),
        ];
        if (better.some((other) => other > rank)) expect({ rules, setting, rank, better }).toBe("no stricter");
      }
    }
  });

  test("whoever answers what is asked with yes gets to allow in at most two questions", () => {
    for (const rules of allRules) {
      for (const setting of settings) {
        const request = requestFor(rules, setting, null);
        const first = judge(request).verdict;
        if (first.kind === "escalate" || first.kind === "deny") continue;
        const once = afterYes(request, first);
        const twice = afterYes(once, judgeAtExecution(once).verdict);
        if (judgeAtExecution(twice).verdict.kind !== "allow") expect({ rules, setting, first }).toBe("allowed");
      }
    }
  });

  test("nobody is asked whose approval does not count", () => {
    const asked = allRules.flatMap((rules) =>
      settings.map((setting) => ({ setting, verdict: judge(requestFor(rules, setting, null)).verdict })),
    );
    const wrong = asked.filter(
      ({ setting, verdict }) => "role" in verdict && !approverRoles(setting.isSingleOperator).includes(verdict.role),
    );
    expect(wrong).toEqual([]);
  });
});
