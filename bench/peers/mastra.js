import { Mastra } from "@mastra/core";
import { Agent } from "@mastra/core/agent";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { Memory } from "@mastra/memory";
import { PostgresStore } from "@mastra/pg";
import { z } from "zod";
import { openPayments } from "./payments.js";

/**
 * Mastra as its documentation says: a workflow whose steps suspend for what people decide and are resumed with their answers, an
 * agent with memory for the conversation, both in a PostgresStore. Its model is a script in this process.
 */
export const settings = {
  storage: "PostgresStore",
  human: "suspend and resume",
  memory: "last 10 messages, the default",
};

const caseSchema = z.object({ orderId: z.string(), amountMinor: z.number() });
const confirmedSchema = caseSchema.extend({ confirmed: z.boolean() });
const approvedSchema = confirmedSchema.extend({ approvedBy: z.string().nullable() });
const refundedSchema = z.object({ refundId: z.string() });
const endSchema = z.object({ status: z.string(), reply: z.string() });

export async function open(databaseUrl, connections) {
  const storage = new PostgresStore({ connectionString: databaseUrl, max: connections });
  const workflow = refundWorkflow();
  const agent = new Agent({
    name: "support",
    instructions: "Help the customer.",
    model: scriptedModel(),
    memory: new Memory({ storage }),
  });
  const mastra = new Mastra({ storage, workflows: { refund: workflow }, agents: { support: agent }, logger: false });
  await storage.init();
  const cases = mastra.getWorkflow("refund");
  const support = mastra.getAgent("support");
  return {
    async runCase(number) {
      const runId = `case-${number}`;
      const text = `I want a refund of order L-${10_000 + number}`;
      const run = await cases.createRunAsync({ runId });
      expectSuspended(await run.start({ inputData: { text } }), "confirm");
      const again = await cases.createRunAsync({ runId });
      expectSuspended(await again.resume({ step: "confirm", resumeData: { answer: "yes" } }), "approve");
      const last = await cases.createRunAsync({ runId });
      const done = await last.resume({ step: "approve", resumeData: { decision: "yes", by: "lead" } });
      if (done.status !== "success" || done.result.status !== "resolved") throw new Error(JSON.stringify(done));
    },
    async takeTurn(conversation, turn) {
      const said = await support.generate(`hello ${turn}`, { memory: { thread: conversation, resource: "customer" } });
      if (!said.text.startsWith("Hello")) throw new Error(said.text);
    },
    close: async () => undefined,
  };
}

function refundWorkflow() {
  const payments = openPayments();
  const propose = createStep({
    id: "propose",
    inputSchema: z.object({ text: z.string() }),
    outputSchema: caseSchema,
    execute: async ({ inputData }) => {
      const [, orderId] = /order (L-\d+)/.exec(inputData.text);
      const order = await payments.readOrder(orderId);
      return { orderId, amountMinor: order.refundableMinor };
    },
  });
  const confirm = createStep({
    id: "confirm",
    inputSchema: caseSchema,
    outputSchema: confirmedSchema,
    resumeSchema: z.object({ answer: z.string() }),
    suspendSchema: caseSchema,
    execute: async (step) => {
      const { inputData, resumeData } = step;
      if (resumeData === undefined) return step.suspend(inputData);
      return { ...inputData, confirmed: resumeData.answer === "yes" };
    },
  });
  const approve = createStep({
    id: "approve",
    inputSchema: confirmedSchema,
    outputSchema: approvedSchema,
    resumeSchema: z.object({ decision: z.string(), by: z.string() }),
    suspendSchema: confirmedSchema,
    execute: async (step) => {
      const { inputData, resumeData } = step;
      if (resumeData === undefined) return step.suspend(inputData);
      return { ...inputData, approvedBy: resumeData.decision === "yes" ? resumeData.by : null };
    },
  });
  const refund = createStep({
    id: "refund",
    inputSchema: approvedSchema,
    outputSchema: refundedSchema,
    execute: async ({ inputData, runId }) => {
      if (!inputData.confirmed || inputData.approvedBy === null) throw new Error("Nobody agreed.");
      await payments.refund(runId, inputData);
      const { refundId } = await payments.readRefund(runId);
      return { refundId };
    },
  });
  const reply = createStep({
    id: "reply",
    inputSchema: refundedSchema,
    outputSchema: endSchema,
    execute: async () => ({ status: "resolved", reply: "Your $180.00 are on their way back to you." }),
  });
  return createWorkflow({ id: "refund", inputSchema: z.object({ text: z.string() }), outputSchema: endSchema })
    .then(propose)
    .then(confirm)
    .then(approve)
    .then(refund)
    .then(reply)
    .commit();
}

/** A model of the AI SDK's specification that always says the same. */
function scriptedModel() {
  const usage = { inputTokens: 10, outputTokens: 6, totalTokens: 16 };
  const text = "Hello! How can I help?";
  return {
    specificationVersion: "v2",
    provider: "script",
    modelId: "script",
    supportedUrls: {},
    doGenerate: async () => ({ content: [{ type: "text", text }], finishReason: "stop", usage, warnings: [] }),
    doStream: async () => ({
      stream: new ReadableStream({
        start(controller) {
          controller.enqueue({ type: "stream-start", warnings: [] });
          controller.enqueue({ type: "text-start", id: "1" });
          controller.enqueue({ type: "text-delta", id: "1", delta: text });
          controller.enqueue({ type: "text-end", id: "1" });
          controller.enqueue({ type: "finish", finishReason: "stop", usage });
          controller.close();
        },
      }),
    }),
  };
}

function expectSuspended(result, step) {
  const at = result.status === "suspended" ? result.suspended[0]?.at(-1) : result.status;
  if (at !== step) throw new Error(`The case waits for ${at}, not for ${step}: ${JSON.stringify(result)}`);
}
