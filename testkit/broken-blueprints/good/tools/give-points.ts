import { type ActionOutcome, type Finding, days, defineAction, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";

const outputSchema = z.object({ gift: z.object({ id: z.string(), state: z.string(), points: z.int() }) });
type Output = z.infer<typeof outputSchema>;
const answerSchema = z.object({ giftId: z.string() });

export default defineAction({
  name: "give_points",
  title: "Give loyalty points",
  tier: "execute",
  input: z.strictObject({ accountId: z.string(), points: z.int().positive() }),
  output: outputSchema,
  needs: { accountId: "account.id", points: "goodwill.points" },
  gives: ["gift.id", "gift.state", "gift.points"],
  promises: { "gift.state": "given" },

  // What the guard judges: read from the system now, each fact with its source.
  factsSchema: z.strictObject({ isBlocked: z.boolean(), balance: z.int() }),
  sources: { isBlocked: "loyalty", balance: "loyalty" },
  readFacts: async (context) => {
    const read = await readAccount(context);
    if (read.kind !== "found") return read;
    return { kind: "read", facts: { isBlocked: read.account.isBlocked, balance: read.account.points } };
  },
  touches: ({ accountId }) => ({ type: "Account", id: accountId }),
  counts: ({ points }) => ({ points }),

  // What the customer and an approver read. No model writes it.
  describe: ({ args }) => `Give you ${args.points} points?`,
  simulate: async ({ args, facts }) => ({
    kind: "would-do",
    changes: [
      { record: `account ${args.accountId}`, field: "points", from: facts.balance, to: facts.balance + args.points },
    ],
  }),

  // `key` is derived from the decision: the same on every attempt.
  execute: async ({ systems, args, key }): Promise<ActionOutcome<Output>> => {
    const request = {
      method: "POST",
      path: `/accounts/${encodeURIComponent(args.accountId)}/gifts`,
      body: { points: args.points },
      key,
    } as const;
    const reply = await systems["loyalty"]?.request(request);
    if (reply === undefined || reply.kind === "notSent")
      return { kind: "failed", code: "PUR-3001", retry: "safe", detail: "Not sent." };
    if (reply.kind !== "answered" || reply.status >= 500)
      return { kind: "unknown", code: "PUR-3002", detail: "It may have happened." };
    if (reply.status >= 400) return { kind: "refused", code: "PUR-3004", detail: `Status ${reply.status}.` };
    const answer = answerSchema.safeParse(reply.body);
    if (!answer.success) return { kind: "unknown", code: "PUR-3003", detail: "The answer does not say what was done." };
    return { kind: "done", result: { gift: { id: answer.data.giftId, state: "given", points: args.points } } };
  },
  // Did it happen? Asked after every success, and before anything in doubt is repeated.
  verify: async (context): Promise<Finding<Output>> => {
    const read = await readAccount(context);
    if (read.kind !== "found") return { kind: "unknown", detail: read.detail };
    const [gift, ...others] = read.account.gifts.filter(({ key }) => key === context.key);
    if (gift === undefined) return { kind: "not-done", detail: "No gift stands under the key." };
    if (others.length > 0) return { kind: "doubled", detail: "More than one gift stands under the key." };
    return { kind: "done", result: { gift: { id: gift.giftId, state: gift.state, points: gift.points } } };
  },
  once: "key",
  keyLifetimeMs: days(1),
  settleMs: seconds(10),
  freshForMs: seconds(30),
  undo: { kind: "irreversible", because: "Points may have been spent at once." },
});
