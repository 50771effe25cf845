import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, seconds } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { membershipSchema, readProfile } from "./profile-record.ts";
import { change } from "./shop-client.ts";

const inputSchema = z.strictObject({ plan: membershipSchema });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({ isFlagged: z.boolean(), membership: z.string() });
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  membership: z.object({ state: z.literal("set"), plan: z.string(), former: z.string() }),
});
type Output = z.infer<typeof outputSchema>;

/** Moves the customer's membership. The CRM takes it only while the membership is what we believe, so a repeat is harmless. */
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
  sources: { isFlagged: "crm", membership: "crm" },
  touches: () => ({ type: "Account", id: "membership" }),
  readFacts: readMembershipFacts,
  describe: ({ args, facts }) => `Move your membership from ${facts.membership} to ${args.plan}?`,
  simulate: simulateMove,
  execute: async ({ args, facts, key, attempt, ...context }) => {
    const outcome = await move(context, { from: facts.membership, to: args.plan, key, attempt });
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
    factsSchema: z.strictObject({ membership: z.string() }),
    sources: { membership: "crm" },
    readFacts: async (context) => {
      const profile = await readProfile(context);
      if (profile.kind !== "found") return profile;
      return { kind: "read", facts: { membership: profile.value.membership } };
    },
    describe: ({ result }) => `Move your membership back to ${result.membership.former}?`,
    execute: ({ result, key, attempt, callKey, ...context }) => {
      const { plan, former } = result.membership;
      return move(context, { from: plan, to: former, key, attempt, reverses: callKey });
    },
    verify: ({ result, ...context }) => findMembership(context, result.membership.former),
  },
});

function resultOf({ plan }: Input, { membership }: Facts): Output {
  return { membership: { state: "set", plan, former: membership } };
}

type Move = { from: string; to: string; key: string; attempt: number; reverses?: string };

async function move(context: ToolContext, { from, to, key, attempt, reverses }: Move): Promise<ActionOutcome> {
  const path = `${accountPath(context) ?? "/customers"}/membership`;
  const headers = reverses === undefined ? {} : { "purser-reverses": reverses };
  const request = { method: "PUT" as const, path, body: { from, to }, key, headers };
  const schema = z.object({ customer: z.object({ membership: membershipSchema }) });
  const outcome = await change(context, "crm", request, schema, () => ({}));
  // A repeat may meet what its own first attempt set.
  const isPerhapsDone = attempt > 1 && outcome.kind === "refused" && outcome.code === "PUR-3005";
  return isPerhapsDone ? { kind: "unknown", code: outcome.code, detail: outcome.detail } : outcome;
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
  const { isFlagged, membership } = profile.value;
  return { kind: "read", facts: { isFlagged, membership } };
}

async function simulateMove(context: ToolContext & { args: Input }): Promise<Simulation> {
  const profile = await readProfile(context);
  if (profile.kind === "failed") return { kind: "cannot-tell", detail: profile.detail };
  if (profile.kind === "refused") return { kind: "would-refuse", detail: profile.detail };
  const moved = { record: "account", field: "membership", from: profile.value.membership, to: context.args.plan };
  return { kind: "would-do", changes: [moved] };
}
