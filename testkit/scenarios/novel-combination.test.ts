import type { CaseEvent, PauseKind } from "@purser/contract";
import { recordingSchema, replay, startModelServer } from "@purser/kit/testing";
import { afterAll, expect, test } from "vitest";
import { createModelReasoner } from "../../server/src/agent/model/model-reasoner.ts";
import { moderatorOf } from "../../server/src/agent/moderation/moderator.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { modelAt } from "./model-at.ts";
import { loadFolder, removeLibraries } from "./library.ts";
import { novelShop } from "./novel-shop.ts";
import { startWorker } from "./worker-in-real-time.ts";
import { opensChat } from "./opens-chat.ts";

afterAll(removeLibraries);

const values = { orderId: '\\norder\\.id = "([^"]+)"', state: '\\norder\\.state = "([^"]+)"' };
const restsOn = ["order.isDiscontinued", "order.paidByCardMinor", "order.paidByCreditMinor", "rules.windowDays"];
const because = "No procedure has this case, so each of its facts is looked up first.";
const together = (cardMinor: number, options: object[] = []) => ({
  answer: {
    call: {
      name: "together",
      input: {
        calls: [
          { tool: "refund_card", args: { orderId: "{{ orderId }}", amountMinor: cardMinor } },
          { tool: "return_credit", args: { orderId: "{{ orderId }}", amountMinor: 1800 } },
        ],
        because: "The state's rules let her send it back after 38 days, each part in the way in which it was paid.",
        facts: restsOn,
        options,
      },
    },
  },
});
const options = [
  {
    what: "Pay back the card and the credit",
    outcome: "She has what she paid, as the state's rules want it",
    cost: "$42.00 and $18.00 of credit",
  },
  { what: "Send another tent of another kind", outcome: "She may not want it: hers is sold no more", cost: "A tent" },
  { what: "Refuse after 30 days", outcome: "The state's rules are broken", cost: "Nothing now, trust later" },
];
const recording = recordingSchema.parse({
  recording: "novel-combination",
  values,
  answers: [
    { answer: { call: { name: "find_order", input: { args: {}, because } } } },
    { answer: { call: { name: "refund_rules", input: { args: { state: "{{ state }}" }, because } } } },
    // It takes the price before the promotion at first: the guard does not.
    together(9000),
    together(4200, options),
    {
      when: "done-2",
      answer: {
        call: {
          name: "resolve",
          input: {
            summary: "Both parts of the price are paid back.",
            text: "I have refunded $42.00 to your card and returned $18.00 of store credit for order {{ orderId }}, which is what you paid after the promotion.",
            claims: ["done-1", "done-2"],
            because: "Both parts are paid back.",
          },
        },
      },
    },
  ],
});

test("a combination that no procedure has is reasoned about, bounded by the guard, agreed to by people, and done once", async () => {
  const server = await startModelServer({ script: replay(recording) });
  const blueprint = await loadFolder(novelShop);
  const model = await modelAt(server.url);
  const codes: unknown[] = [];
  const reasoner = createModelReasoner({
    name: "frontier",
    model,
    tools: "native",
    limits: { timeoutMs: 10_000, outputTokens: 2_000 },
    price: null,
    fallback: rulesReasoner,
    moderator: moderatorOf(blueprint.settings.moderation, null, () => undefined),
    log: (_level, _event, { code }) => codes.push(code),
  });
  const { desk, until, stop } = await startWorker(blueprint, reasoner);
  const text =
    "My tent came five weeks ago and leaks, and you do not sell it any more. I want to return it for my money.";
  const caseId = await opensChat("HIKER-1", text, desk);
  const asked = async (kind: PauseKind) => {
    const open = async () => (await readCaseNow(caseId, desk)).state.pauses.find((pause) => pause.kind === kind);
    await until(async () => (await open()) !== undefined);
    const pause = await open();
    if (pause === undefined) throw new Error(`Nobody was asked to ${kind}: ${JSON.stringify(codes)}`);
    return pause;
  };
  const confirm = await asked("confirm");
  expect(confirm.shown.text).toContain("$42.00");
  expect(confirm.shown.text).toContain("$18.00");
  const { state } = await readCaseNow(caseId, desk);
  const yes = { decision: "yes" } as const;
  const customer = { kind: "customer", id: state.customerId ?? caseId, role: null } as const;
  const at = { authenticated: "channel", surface: "chat" } as const;
  await answerPause(confirm.pauseId, { ...yes, digest: confirm.digest }, { ...customer, ...at }, desk);
  const approve = await asked("approve");
  const lead = {
    kind: "teammate",
    id: desk.id("tm"),
    role: "lead",
    authenticated: "test",
    surface: "console",
  } as const;
  await answerPause(approve.pauseId, { ...yes, digest: approve.digest }, lead, desk);
  expect(await until(async () => (await readCaseNow(caseId, desk)).row.status === "resolved")).toBe(true);
  await stop();
  await server.stop();

  const log = (await desk.store.readEvents("main", caseId, 0, 200)).flatMap(({ event }) => event ?? []);
  const bodies = <Kind extends CaseEvent["kind"]>(kind: Kind) =>
    log.flatMap((event) => (event.kind === kind ? [event] : []));
  expect(codes).toEqual([]);
  expect(JSON.stringify(bodies("proposal.judged")[0])).toContain("That is more than was paid by card for it.");
  const proposals = bodies("proposal.made").flatMap((event) =>
    event.kind === "proposal.made" ? [event.body.proposal] : [],
  );
  expect(proposals.find(({ grounds }) => (grounds?.options.length ?? 0) > 1)).toMatchObject({
    step: { kind: "coordinate" },
    grounds: { procedure: null, facts: restsOn, options },
  });
  const calls = log.flatMap((event) => (event.kind === "call.started" ? [[event.body.tool, event.body.args]] : []));
  expect(calls).toEqual([
    ["refund_card", { orderId: "T-20417", amountMinor: 4200 }],
    ["return_credit", { orderId: "T-20417", amountMinor: 1800 }],
  ]);
  expect(log.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])).at(-1)).toContain("$42.00");
});
