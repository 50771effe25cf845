import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { readReferenced } from "./label-reference.ts";
import { isUsable, type Label, labelSchema, readLabel, readLabelsOf } from "./label-record.ts";
import { addressSchema, orderIdSchema, readOrder } from "./order-record.ts";
import { change } from "./shop-client.ts";

const inputSchema = z.strictObject({ reference: z.string().min(1), orderId: orderIdSchema });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  referenceState: z.string(),
  /** Whether it has a label that is not void and was not refused. */
  hasLabel: z.boolean(),
  isFlagged: z.boolean(),
  /** The labels that it had before, so that the one that is made now can be told from them. */
  formerLabels: z.array(z.string()),
  /** Where the parcel comes from. */
  from: addressSchema,
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  label: z.object({
    id: z.string(),
    state: z.string(),
    /** Null until the carrier has decided. */
    url: z.string().nullable(),
    trackingNumber: z.string().nullable(),
  }),
});
type Output = z.infer<typeof outputSchema>;

const acceptedSchema = z.object({ labelId: z.string() });
const answerSchema = z.object({ label: labelSchema });

/**
 * Asks the carrier for a prepaid return label. It accepts first and decides seconds later: until then the read-back is
 * unknown and is repeated, and what decides is the label itself. It knows no keys, so the labels are looked up by their
 * reference: the exchange or the return that they are for.
 */
export default defineAction({
  name: "create_label",
  title: "Make a prepaid return label",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { reference: "label.reference", orderId: "order.id" },
  gives: ["label.id", "label.state", "label.url"],
  promises: { "label.state": "ready" },
  factsSchema,
  sources: { referenceState: "oms", hasLabel: "shipping", isFlagged: "crm", formerLabels: "shipping", from: "oms" },
  touches: ({ reference }) => ({ type: "LabelReference", id: reference }),
  readFacts: readLabelFacts,
  describe: ({ args }) => `Make a prepaid return label for order ${args.orderId}?`,
  simulate: simulateLabel,
  execute: (context) => {
    const { args, facts, key } = context;
    const body = { reference: args.reference, orderId: args.orderId, from: facts.from };
    const request = { method: "POST" as const, path: "/labels", body, key };
    return change(context, "shipping", request, acceptedSchema, ({ labelId }) => ({
      label: { id: labelId, state: "requested", url: null, trackingNumber: null },
    }));
  },
  verify: findLabel,
  once: "none",
  settleMs: seconds(20),
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ state: z.string() }),
    sources: { state: "shipping" },
    readFacts: async (context) => {
      const label = await readLabel(context, context.result.label.id);
      return label.kind === "found" ? { kind: "read", facts: { state: label.value.status } } : label;
    },
    describe: ({ args }) => `Void the return label for order ${args.orderId}?`,
    execute: (context) => {
      const { result, key, callKey } = context;
      const path = `/labels/${encodeURIComponent(result.label.id)}/void`;
      const request = { method: "POST" as const, path, key, headers: { "purser-reverses": callKey } };
      return change(context, "shipping", request, answerSchema, ({ label }) => resultOf(label));
    },
    verify: async (context) => {
      const label = await readLabel(context, context.result.label.id);
      if (label.kind !== "found") return { kind: "unknown", detail: label.detail };
      if (label.value.status === "voided") return { kind: "done", result: resultOf(label.value) };
      return { kind: "not-done", detail: `The label is ${label.value.status}.` };
    },
  },
});

function resultOf({ labelId, status, url, trackingNumber }: Label): Output {
  return { label: { id: labelId, state: status, url, trackingNumber } };
}

async function readLabelFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { reference, orderId } = context.args;
  const [referenced, order, labels, account] = await Promise.all([
    readReferenced(context, reference),
    readOrder(context, orderId),
    readLabelsOf(context, reference),
    readAccount(context),
  ]);
  if (referenced.kind !== "found") return referenced;
  if (order.kind !== "found") return order;
  if (labels.kind !== "found") return labels;
  if (account.kind !== "found") return account;
  if (referenced.value.orderId !== orderId)
    return { kind: "refused", code: "PUR-2002", detail: `${reference} is not of ${orderId}.` };
  return {
    kind: "read",
    facts: {
      referenceState: referenced.value.status,
      hasLabel: labels.value.some(isUsable),
      isFlagged: account.value.isFlagged,
      formerLabels: labels.value.map(({ labelId }) => labelId),
      from: order.value.address,
    },
  };
}

/** The label that was not there before. One that the carrier refused afterwards was never made. */
async function findLabel(context: ToolContext & { args: Input; facts: Facts }): Promise<Finding<Output>> {
  const { args, facts } = context;
  const labels = await readLabelsOf(context, args.reference);
  if (labels.kind !== "found") return { kind: "unknown", detail: labels.detail };
  const made = labels.value.filter(({ labelId }) => !facts.formerLabels.includes(labelId));
  const [label, ...others] = made;
  if (label === undefined) return { kind: "not-done", detail: "No label was made." };
  if (others.length > 0) return { kind: "doubled", detail: `${made.length} labels were made.` };
  switch (label.status) {
    case "ready":
      return { kind: "done", result: resultOf(label) };
    case "requested":
      return { kind: "unknown", detail: "The carrier has not decided yet." };
    case "refused":
      return { kind: "not-done", detail: "The carrier refused the label." };
    default:
      return { kind: "unknown", detail: `The label is ${label.status}.` };
  }
}

async function simulateLabel(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const now = await readLabelFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const record = `label of ${context.args.reference}`;
  return { kind: "would-do", changes: [{ record, field: "label.state", from: null, to: "ready" }] };
}
