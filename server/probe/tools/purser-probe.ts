import {
  type ActionOutcome,
  type FactsOutcome,
  type Finding,
  type ToolContext,
  days,
  defineAction,
  defineLookup,
} from "@purser/kit";
import { z } from "zod";

/** Tools of the pause conformance suite. They know one system, which the suite starts itself, and no other. */
const recordSchema = z.object({
  asks: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  color: z.string(),
  text: z.string(),
});
type ProbeRecord = z.infer<typeof recordSchema>;

const inputSchema = z.strictObject({
  recordId: z.string(),
  amountMinor: z.int().nonnegative(),
  /** Anything that has to come back as it went in. */
  load: z.json().exactOptional(),
});
type Input = z.infer<typeof inputSchema>;
const outputSchema = z.object({ act: z.object({ id: z.string() }) });
const factsSchema = z.strictObject({ asks: z.string(), amountMinor: z.int(), currency: z.string(), color: z.string() });

const read = defineLookup({
  name: "purser_probe_read",
  title: "Read a record of the probe",
  input: z.strictObject({ recordId: z.string() }),
  output: z.object({ probe: recordSchema }),
  gives: ["probe.amountMinor", "probe.text"],
  run: async (context) => {
    const found = await readRecord(context, "reads", context.args.recordId);
    if (found.kind === "found") return { kind: "found", result: { probe: found.record } };
    return { kind: "failed", code: "PUR-3001", detail: found.detail };
  },
});

function probeAction(name: string, title: string) {
  return defineAction({
    name,
    title,
    tier: "execute",
    input: inputSchema,
    output: outputSchema,
    needs: {},
    gives: ["act.id"],
    factsSchema,
    sources: { asks: "purser-probe", amountMinor: "purser-probe", currency: "purser-probe", color: "purser-probe" },
    touches: ({ recordId }) => ({ type: "ProbeRecord", id: recordId }),
    counts: ({ amountMinor }) => ({ purserProbeMinor: amountMinor }),
    readFacts: async (context): Promise<FactsOutcome<z.infer<typeof factsSchema>>> => {
      const found = await readRecord(context, "records", context.args.recordId);
      if (found.kind !== "found") return { kind: "failed", code: "PUR-3001", detail: found.detail };
      const { asks, amountMinor, currency, color } = found.record;
      return { kind: "read", facts: { asks, amountMinor, currency, color } };
    },
    describe: ({ args, facts }) =>
      `${title}: ${args.amountMinor} of ${facts.amountMinor} ${facts.currency} on ${args.recordId}, which is ${facts.color}?`,
    simulate: async ({ args, facts }) => ({
      kind: "would-do",
      changes: [{ record: args.recordId, field: name, from: facts.amountMinor, to: args.amountMinor }],
    }),
    execute: (context) => act(context, name, context.args, context.key),
    verify: (context) => findAct(context, context.key),
    once: "key",
    keyLifetimeMs: days(1),
    settleMs: 0,
    // A busy machine may take its time between the reading of facts and the call.
    freshForMs: 60_000,
    undo: { kind: "irreversible", because: "It is a probe." },
  });
}

export default [read, probeAction("purser_probe_act", "Act"), probeAction("purser_probe_change", "Change")];

type Found = { kind: "found"; record: ProbeRecord } | { kind: "failed"; detail: string };

async function readRecord({ systems }: ToolContext, from: "records" | "reads", recordId: string): Promise<Found> {
  const path = `/${from}/${encodeURIComponent(recordId)}`;
  const reply = await systems["purser-probe"]?.request({ method: "GET", path });
  if (reply?.kind !== "answered") return { kind: "failed", detail: "The probe did not answer." };
  const record = recordSchema.safeParse(reply.body);
  return record.success ? { kind: "found", record: record.data } : { kind: "failed", detail: "There is no record." };
}

async function act(
  { systems }: ToolContext,
  tool: string,
  args: Input,
  key: string,
): Promise<ActionOutcome<z.infer<typeof outputSchema>>> {
  const reply = await systems["purser-probe"]?.request({ method: "POST", path: "/acts", body: { tool, args }, key });
  if (reply === undefined || reply.kind === "notSent")
    return { kind: "failed", code: "PUR-3001", retry: "safe", detail: "The probe could not be reached." };
  if (reply.kind !== "answered" || reply.status >= 500)
    return { kind: "unknown", code: "PUR-3002", detail: "It may have happened." };
  return { kind: "done", result: { act: { id: key } } };
}

async function findAct({ systems }: ToolContext, key: string): Promise<Finding<z.infer<typeof outputSchema>>> {
  const reply = await systems["purser-probe"]?.request({ method: "GET", path: `/acts/${key}` });
  if (reply?.kind !== "answered") return { kind: "unknown", detail: "The probe did not answer." };
  return reply.status === 404
    ? { kind: "not-done", detail: "Nothing stands under the key." }
    : { kind: "done", result: { act: { id: key } } };
}
