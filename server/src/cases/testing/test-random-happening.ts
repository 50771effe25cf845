import { type NewEvent, type Pause, plusMs } from "@purser/contract";
import { childEnds } from "./test-random-children.ts";
import { message, proposed, randomCall, type RandomTurn } from "./test-random-events.ts";

/** What comes from outside. */
export function happenAtRandom(turn: RandomTurn): readonly NewEvent[] {
  const { pauses, calls, doneCalls, lifecycle, owner, proposals } = turn.state;
  const pause = pauses[turn.chance.below(Math.max(pauses.length, 1))];
  const withdrawn: readonly NewEvent[] = pauses.map(({ pauseId, proposalId }) => ({
    kind: "pause.withdrawn",
    body: { pauseId, proposalId, by: "tm_lead", reason: "" },
  }));
  const ended = childEnds(turn);
  if (ended !== null && turn.chance.below(2) === 0) return [ended];
  if (lifecycle === "closed") return [{ kind: "note.added", body: { by: "tm_lead", text: "" } }];
  const [done] = doneCalls;
  switch (turn.chance.below(24)) {
    case 0:
      return [
        {
          kind: "signal.received",
          body: {
            source: "late-outcome",
            refersTo: turn.chance.pick([calls[0]?.key, done?.key, null]) ?? null,
            data: {},
          },
        },
      ];
    case 1:
      return [...withdrawn, { kind: "teammate.joined", body: { teammateId: "tm_lead" } }];
    case 2:
      return turn.chance.below(4) === 0
        ? [...withdrawn, { kind: "case.closed", body: { by: "tm_lead", reason: "" } }]
        : [{ kind: "note.added", body: { by: "tm_lead", text: "" } }];
    case 3:
    case 10:
    case 11:
      return done === undefined
        ? [message(turn)]
        : [proposed(turn, { kind: "undo", callKey: done.key, reason: "" }, "teammate")];
    case 4:
    case 5:
      return [identity(turn)];
    case 6:
    case 7:
    case 8:
    case 9:
      return [message(turn)];
    case 12:
      return [message(turn, { couldAnswer: pauses.map(({ pauseId }) => pauseId) })];
    default:
      break;
  }
  if (owner.kind !== "agent")
    return [
      { kind: "teammate.left", body: { teammateId: "tm_lead", returnsToAgent: turn.chance.below(4) > 0, note: null } },
    ];
  if (pause !== undefined) return answer(turn, pause);
  return proposals.some(({ phase }) => phase.kind === "identifying") ? [identity(turn)] : [message(turn)];
}

function answer(turn: RandomTurn, pause: Pause): readonly NewEvent[] {
  const { pauseId, proposalId, digest, mayAnswer } = pause;
  const decision = turn.chance.pick(["yes", "yes", "no", "edit"] as const);
  const by = { kind: mayAnswer.kind, id: "somebody", role: mayAnswer.kind === "teammate" ? mayAnswer.role : null };
  const answered: NewEvent = {
    kind: "pause.answered",
    body: {
      pauseId,
      proposalId,
      digest,
      decision,
      by,
      authenticated: "session",
      surface: "api",
      reason: null,
      value: null,
    },
  };
  return decision === "edit" ? [answered, proposed(turn, randomCall(turn), "teammate")] : [answered];
}

function identity(turn: RandomTurn): NewEvent {
  return {
    kind: "identity.changed",
    body: {
      subject: "cus",
      level: turn.chance.pick([0, 1, 2, 3]),
      method: "token",
      expiresAt: turn.chance.pick([null, plusMs(turn.now, 60_000)]),
    },
  };
}
