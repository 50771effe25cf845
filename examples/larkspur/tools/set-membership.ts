import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, seconds } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { membershipSchema, readProfile } from "./profile-record.ts";
import { changeVersioned, type VersionedWrite } from "./versioned-change.ts";

const inputSchema = z.strictObject({ plan: membershipSchema });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({ isFlagged: z.boolean(), membership: z.string(), version: z.int() });
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  membership: z.object({ state: z.literal("set"), plan: z.string(), former: z.string() }),
});
type Output = z.infer<typeof outputSchema>;

/** Moves the customer's membership. The membership's version is the precondition. */
export default defineAction({
  name: "set_membership",
  title: "Move the membership",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { plan: "membership.wish" },
  gives: ["membership.state", "membership.plan"],
  promises: { "membership.state": "set" },
  factsSchema,
  sources: { isFlagged: "crm", membership: "crm", version: "crm" },
  touches: () => ({ type: "Account", id: "membership" }),
  readFacts: readMembershipFacts,
  describe: ({ args, facts }) => `Move your membership from ${facts.membership} to ${args.plan}?`,
  simulate: simulateMove,
  execute: async ({ args, facts, key, attempt, ...context }) => {
    const outcome = await move(context, args.plan, { version: facts.version, key, attempt });
    return outcome.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : outcome;
  },
  verify: async ({ args, facts, ...context }) => {
    const found = await findMembership(context, args.plan);
    return found.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : found;
  },
  once: "natural",
  settleMs: seconds(15),
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ membership: z.string(), version: z.int() }),
    sources: { membership: "crm", version: "crm" },
    readFacts: async (context) => {
      const profile = await readProfile(context);
      if (profile.kind !== "found") return profile;
      const { membership, membershipVersion: version } = profile.value;
      return { kind: "read", facts: { membership, version } };
    },
    describe: ({ result }) => `Move your membership back to ${result.membership.former}?`,
    execute: async ({ result, facts, key, attempt, callKey, ...context }) => {
      const { plan, former } = result.membership;
      const detail = `The membership is ${facts.membership} by now.`;
      // A repeat may meet what its own first attempt set.
      if (facts.membership !== plan && attempt > 1) return { kind: "unknown", code: "PUR-3005", detail };
      if (facts.membership !== plan) return { kind: "refused", code: "PUR-3012", detail };
      return move(context, former, { version: facts.version, key, attempt, reverses: callKey });
    },
    verify: ({ result, ...context }) => findMembership(context, result.membership.former),
  },
});

function resultOf({ plan }: Input, { membership }: Facts): Output {
  return { membership: { state: "set", plan, former: membership } };
}

function move(
  context: ToolContext,
  membership: string,
  write: Pick<VersionedWrite, "version" | "key" | "attempt" | "reverses">,
): Promise<ActionOutcome> {
  const path = `${accountPath(context) ?? "/customers"}/membership`;
  const schema = z.object({ customer: z.object({ membership: membershipSchema }) });
  return changeVersioned(context, "crm", { ...write, path, body: { membership } }, schema, () => ({}));
}

async function findMembership(context: ToolContext, wanted: string): Promise<Finding> {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return { kind: "unknown", detail: profile.detail };
  const { membership } = profile.value;
  if (membership === wanted) return { kind: "done", result: {} };
  return { kind: "not-done", detail: `The membership is ${membership}.` };
}

async function readMembershipFacts(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return profile;
  const { isFlagged, membership, membershipVersion: version } = profile.value;
  return { kind: "read", facts: { isFlagged, membership, version } };
}

async function simulateMove(context: ToolContext & { args: Input }): Promise<Simulation> {
  const profile = await readProfile(context);
  if (profile.kind === "failed") return { kind: "cannot-tell", detail: profile.detail };
  if (profile.kind === "refused") return { kind: "would-refuse", detail: profile.detail };
  const moved = { record: "account", field: "membership", from: profile.value.membership, to: context.args.plan };
  return { kind: "would-do", changes: [moved] };
}
