import { AIMessage } from "@langchain/core/messages";
import { Annotation, Command, END, interrupt, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import pg from "pg";
import { openPayments } from "./payments.js";

/**
 * LangGraph.js as its documentation says: a StateGraph compiled with a PostgresSaver, a thread for each case, `interrupt` for
 * what people decide and `Command({ resume })` for their answers; durability "sync", so that each step is stored before the next.
 */
export const settings = { checkpointer: "PostgresSaver", durability: "sync", human: "interrupt and Command" };

export async function open(databaseUrl, connections) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const checkpointer = new PostgresSaver(pool);
  await checkpointer.setup();
  const cases = refundGraph().compile({ checkpointer });
  const talk = new StateGraph(MessagesAnnotation)
    .addNode("agent", async () => ({ messages: [new AIMessage("Hello! How can I help?")] }))
    .addEdge(START, "agent")
    .addEdge("agent", END)
    .compile({ checkpointer });
  const configOf = (thread) => ({ configurable: { thread_id: thread }, durability: "sync" });
  return {
    async runCase(number) {
      const config = configOf(`case-${number}`);
      const content = `I want a refund of order L-${10_000 + number}`;
      const asked = await cases.invoke({ messages: [{ role: "user", content }] }, config);
      expectKind(asked, "confirm");
      const confirmed = await cases.invoke(new Command({ resume: "yes" }), config);
      expectKind(confirmed, "approve");
      const done = await cases.invoke(new Command({ resume: { decision: "yes", by: "lead" } }), config);
      if (done.status !== "resolved") throw new Error("The case is not resolved.");
    },
    async takeTurn(conversation, turn) {
      const said = await talk.invoke(
        { messages: [{ role: "user", content: `hello ${turn}` }] },
        configOf(conversation),
      );
      if (said.messages.length !== turn * 2) throw new Error(`There are ${said.messages.length} messages.`);
    },
    close: () => pool.end(),
  };
}

function refundGraph() {
  const payments = openPayments();
  const State = Annotation.Root({
    ...MessagesAnnotation.spec,
    orderId: Annotation(),
    amountMinor: Annotation(),
    confirmed: Annotation(),
    approvedBy: Annotation(),
    refundId: Annotation(),
    status: Annotation(),
  });
  return new StateGraph(State)
    .addNode("propose", async ({ messages }) => {
      const [, orderId] = /order (L-\d+)/.exec(messages.at(-1).content);
      const order = await payments.readOrder(orderId);
      return { orderId, amountMinor: order.refundableMinor };
    })
    .addNode("confirm", async ({ orderId, amountMinor }) => {
      const answer = interrupt({ kind: "confirm", orderId, amountMinor });
      return { confirmed: answer === "yes" };
    })
    .addNode("approve", async ({ orderId, amountMinor }) => {
      const answer = interrupt({ kind: "approve", orderId, amountMinor });
      return { approvedBy: answer.decision === "yes" ? answer.by : null };
    })
    .addNode("refund", async ({ orderId, amountMinor, confirmed, approvedBy }, config) => {
      if (!confirmed || approvedBy === null) return { status: "declined" };
      const key = config.configurable.thread_id;
      await payments.refund(key, { orderId, amountMinor });
      const { refundId } = await payments.readRefund(key);
      return { refundId };
    })
    .addNode("reply", async () => ({
      status: "resolved",
      messages: [new AIMessage("Your $180.00 are on their way back to you.")],
    }))
    .addEdge(START, "propose")
    .addEdge("propose", "confirm")
    .addEdge("confirm", "approve")
    .addEdge("approve", "refund")
    .addEdge("refund", "reply")
    .addEdge("reply", END);
}

function expectKind(result, kind) {
  const waiting = result.__interrupt__?.[0]?.value?.kind;
  if (waiting !== kind) throw new Error(`The case waits for ${waiting}, not for ${kind}.`);
}
