import { formatDay } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { type Box, boxIdSchema, boxPath, boxSchema, readBox } from "./box-record.ts";
import { changeVersioned, findUnderKey } from "./versioned-change.ts";

const inputSchema = z.strictObject({ boxId: boxIdSchema });
type Input = z.infer<typeof inputSchema>;

const boxFactsSchema = z.strictObject({ status: z.string(), version: z.int() });
const factsSchema = boxFactsSchema.extend({ isFlagged: z.boolean(), packsOn: z.iso.date() });
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ box: z.object({ id: z.string(), state: z.string() }) });
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ box: boxSchema });

/** Keeps the warehouse from packing the next outfit box. The box's version is the precondition. */
export default defineAction({
  name: "stop_box",
  title: "Stop the next box",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { boxId: "box.id" },
  gives: ["box.state"],
  promises: { "box.state": "stopped" },
  factsSchema,
  sources: { status: "oms", version: "oms", packsOn: "oms", isFlagged: "crm" },
  touches: ({ boxId }) => ({ type: "Box", id: boxId }),
  readFacts: readStopFacts,
  describe: ({ facts }) => `Stop the box that is packed on ${formatDay(facts.packsOn)}?`,
  simulate: simulateStop,
  execute: ({ args, facts, ...context }) => writeBox(context, "stop", args, facts.version),
  verify: (context) => findBox(context, "stopped"),
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: boxFactsSchema,
    sources: { status: "oms", version: "oms" },
    readFacts: async (context) => {
      const box = await readBox(context, context.args.boxId);
      if (box.kind !== "found") return box;
      return { kind: "read", facts: { status: box.value.status, version: box.value.version } };
    },
    describe: () => "Plan the box again that was stopped?",
    execute: ({ args, facts, callKey, ...context }) =>
      writeBox({ ...context, reverses: callKey }, "plan", args, facts.version),
    verify: (context) => findBox(context, "planned"),
  },
});

function resultOf({ boxId, status }: Box): Output {
  return { box: { id: boxId, state: status } };
}

type Write = ToolContext & { key: string; attempt: number; reverses?: string };

function writeBox(context: Write, operation: "stop" | "plan", { boxId }: Input, version: number) {
  const { key, attempt, reverses } = context;
  const write = { path: `${boxPath(boxId)}/${operation}`, version, key, attempt };
  const withReversal = reverses === undefined ? write : { ...write, reverses };
  return changeVersioned(context, "oms", withReversal, answerSchema, ({ box }) => resultOf(box));
}

function findBox(context: ToolContext & { args: Input; key: string }, wanted: string): Promise<Finding<Output>> {
  return findUnderKey(context, "oms", context.key, async () => {
    const box = await readBox(context, context.args.boxId);
    if (box.kind !== "found") return { kind: "unknown", detail: box.detail };
    if (box.value.status === wanted) return { kind: "done", result: resultOf(box.value) };
    return { kind: "unknown", detail: `The box is ${box.value.status}.` };
  });
}

async function readStopFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [box, account] = await Promise.all([readBox(context, context.args.boxId), readAccount(context)]);
  if (box.kind !== "found") return box;
  if (account.kind !== "found") return account;
  const { status, version, packsOn } = box.value;
  return { kind: "read", facts: { status, version, packsOn, isFlagged: account.value.isFlagged } };
}

async function simulateStop(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const box = await readBox(context, args.boxId);
  if (box.kind === "failed") return { kind: "cannot-tell", detail: box.detail };
  if (box.kind === "refused") return { kind: "would-refuse", detail: box.detail };
  const { status, version } = box.value;
  if (version !== facts.version) return { kind: "would-refuse", detail: "The box has changed since it was read." };
  if (status !== "planned") return { kind: "would-refuse", detail: `The box is ${status}.` };
  const stopped = { record: `box ${args.boxId}`, field: "status", from: status, to: "stopped" };
  return { kind: "would-do", changes: [stopped] };
}
