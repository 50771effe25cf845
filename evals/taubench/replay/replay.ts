import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { asksForCompensation } from "../words/asks-for-compensation.ts";
import { assents } from "../words/assent.ts";
import { namesCoveredReason } from "../words/covered-reason.ts";
import { identifiedAs } from "../words/identified-as.ts";
import { cabinSchema } from "../systems/airline-records.ts";
import type { Operated } from "../systems/back-end.ts";
import type { Proposed } from "./kernel.ts";
import type { LoadedDomain } from "./load-domain.ts";
import type { Call, Conversation, Turn } from "./recorded.ts";
import { carryOut, Stage } from "./stage.ts";
import { type WriteVerdict, writeVerdict } from "./write-verdict.ts";

/** A conversation as it was replayed. `differences` is null unless it ran live; then empty when all is explained. */
export type Replayed = { verdicts: readonly WriteVerdict[]; calls: number; differences: readonly string[] | null };

/**
 * Replays a recorded conversation in the open loop: each write is proposed with the words and the data up to it, and
 * whatever the guard says, the recorded effect is then what happened.
 */
export async function replayRecorded(conversation: Conversation, domain: LoadedDomain): Promise<Replayed> {
  let recorded: Operated = { kind: "done", effects: [] };
  const stage = new Stage(domain, () => recorded);
  const verdicts: WriteVerdict[] = [];
  for (const { call, turn, before } of writesOf(conversation)) {
    recorded = recordedOutcome(call, conversation.turns[turn + 1]);
    const proposed = await propose(stage, domain, before, call);
    if (!proposed.isDone && recorded.kind === "done") stage.database.apply(recorded.effects);
    verdicts.push(writeVerdict(conversation.id, turn, call.tool, proposed));
  }
  return { verdicts, calls: stage.ledger.length, differences: null };
}

/**
 * Runs the writes of a recorded conversation against a fresh copy of the data: what the guard lets through is called by
 * the kernel, and nothing else happens. At the end the ledger and the data are what the allowed writes explain.
 */
export async function replayLive(conversation: Conversation, domain: LoadedDomain): Promise<Replayed> {
  const stage = new Stage(domain, domain.operate);
  const verdicts: WriteVerdict[] = [];
  const allowed: Call[] = [];
  for (const { call, turn, before } of writesOf(conversation)) {
    const proposed = await propose(stage, domain, before, call);
    const verdict = writeVerdict(conversation.id, turn, call.tool, proposed);
    verdicts.push(verdict);
    if (verdict.verdict === "allow" || verdict.assent === true) allowed.push(asCalled(call, domain));
  }
  return { verdicts, calls: stage.ledger.length, differences: unexplained(stage, domain, allowed) };
}

function unexplained(stage: Stage, domain: LoadedDomain, allowed: readonly Call[]): readonly string[] {
  const { operated, database } = carryOut(domain, allowed);
  const expected = allowed.flatMap(({ tool, args }, index) => {
    const result = operated[index];
    return result?.kind === "done" ? [{ tool, args, effects: result.effects }] : [];
  });
  const happened = stage.ledger.map(({ tool, args, effects }) => ({ tool, args, effects }));
  return [
    ...(isDeepStrictEqual(happened, expected)
      ? []
      : [`the ledger has ${happened.length} writes where ${expected.length} are explained`]),
    ...(isDeepStrictEqual(stage.database.changes(), database.changes())
      ? []
      : ["the data is not what the allowed writes make of it"]),
  ];
}

/** With the arguments as the tool's schema reads them, which is how they are called. */
function asCalled(call: Call, { blueprint }: LoadedDomain): Call {
  const action = blueprint.toolbox.actions.get(call.tool);
  return action === undefined ? call : { ...call, args: z.parse(action.input, call.args) };
}

function writesOf({ turns }: Conversation): readonly { call: Call; turn: number; before: readonly Turn[] }[] {
  return turns.flatMap((call, turn) =>
    call.role === "call" && call.write ? [{ call, turn, before: turns.slice(0, turn) }] : [],
  );
}

function propose(stage: Stage, { domain }: LoadedDomain, before: readonly Turn[], call: Call): Promise<Proposed> {
  const last = before.findLast((turn) => turn.role === "customer");
  stage.hear({ namesCoveredReason: namesCoveredReason(before), asksForCompensation: asksForCompensation(before) });
  return stage.kernel.propose({
    call: { tool: call.tool, args: call.args },
    customerRef: identifiedAs(domain, before, (userId) => stage.isUser(userId)),
    text: last?.role === "customer" && last.text.trim() !== "" ? last.text : "(nothing)",
    assents: () => assents(before, call),
  });
}

/**
 * What the recorded system of record did. That of the first generation sold another cabin without writing it down; a
 * reservation is judged by the cabin that the customer really has, so it is written down here.
 */
function recordedOutcome({ tool, args, effect }: Call, result: Turn | undefined): Operated {
  if (result?.role === "result" && !result.ok) return { kind: "refused", detail: result.result };
  const sold = tool === "update_reservation_flights" ? soldSchema.safeParse(args).data : undefined;
  if (sold === undefined) return { kind: "done", effects: effect };
  return {
    kind: "done",
    effects: [...effect, { path: ["reservations", sold.reservation_id, "cabin"], value: sold.cabin }],
  };
}

/** What a model calls with need not fit; then nothing was sold. */
const soldSchema = z.object({ reservation_id: z.string(), cabin: cabinSchema });
