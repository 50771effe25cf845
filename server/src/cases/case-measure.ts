import {
  type CallFinding,
  type CallKey,
  type CaseEnd,
  type CaseEvent,
  type CaseEventOf,
  type CaseId,
  type EventKind,
  type HandoffTrigger,
  type Instant,
  epochMsOf,
} from "@purser/contract";

/** How often each thing became of a tool's calls; what never did is left out. */
type Uses = Readonly<Partial<Record<"read" | "done" | "undone" | "refused" | "failed" | "unknown", number>>>;

/** What insights count of one case, as its log stood at `version`; no personal data. */
export type CaseMeasure = {
  caseId: CaseId;
  version: number;
  openedAt: Instant;
  /** A part of another case is counted with that one. */
  isPart: boolean;
  channel: string;
  /** What she came for first; null when nothing was understood. */
  procedure: string | null;
  end: CaseEnd;
  isVerified: boolean;
  /** Why people were to have it first; null when they never were. */
  handoff: HandoffTrigger | null;
  /** Null unless it is resolved. */
  resolutionMs: number | null;
  /** 1 to 5, the last one; null when she gave none. */
  rating: number | null;
  /** Questions that knowledge has no answer to. */
  unanswered: number;
  tokens: number;
  costMicros: number;
  tools: Readonly<Record<string, Uses>>;
  /** How often each policy took part in a verdict. */
  policies: Readonly<Record<string, number>>;
};

/** Null where the opening of the case has been erased. */
export function measureCase(
  { caseId, version }: Pick<CaseMeasure, "caseId" | "version">,
  events: readonly CaseEvent[],
): CaseMeasure | null {
  const [opened] = of(events, "case.opened");
  if (opened === undefined) return null;
  const handoff = of(events, "handoff.made")[0]?.body.packet.trigger ?? null;
  const wereIn = handoff !== null || of(events, "teammate.joined").length > 0;
  const ended = events.findLast(({ kind }) => kind in afterEnding);
  const end = ended === undefined ? "open" : endAfter(ended, wereIn);
  const isResolved = end === "resolved-by-agent" || end === "resolved-by-people";
  const calls = callsIn(events);
  const spent = [...of(events, "budget.spent").map(({ body }) => body), ...of(events, "child.ended").map(costOf)];
  return {
    caseId,
    version,
    openedAt: opened.at,
    isPart: opened.body.parent !== null,
    channel: opened.body.channel,
    procedure: procedureIn(events) ?? opened.body.procedure,
    end,
    isVerified: end === "resolved-by-agent" && calls.some(isEffect) && calls.every(isSettled),
    handoff: wereIn ? (handoff ?? "taken-over") : null,
    resolutionMs: isResolved && ended !== undefined ? epochMsOf(ended.at) - epochMsOf(opened.at) : null,
    rating: of(events, "case.rated").at(-1)?.body.rating ?? null,
    unanswered: unansweredIn(events).length,
    tokens: spent.reduce((sum, { tokens }) => sum + tokens, 0),
    costMicros: spent.reduce((sum, { costMicros }) => sum + costMicros, 0),
    tools: usesIn(events, calls),
    policies: policiesIn(events),
  };
}

const costOf = ({ body }: CaseEventOf<"child.ended">): { tokens: number; costMicros: number } => body.cost;

/** What the last of these says about the end of a case; an erased one stays as it was counted. */
const afterEnding = { "case.resolved": true, "case.closed": true, "case.reopened": true } as const;

function endAfter({ kind }: CaseEvent, wereIn: boolean): CaseEnd {
  if (kind === "case.reopened") return "open";
  if (kind === "case.closed") return "closed";
  return wereIn ? "resolved-by-people" : "resolved-by-agent";
}

function of<Kind extends EventKind>(events: readonly CaseEvent[], kind: Kind): readonly CaseEventOf<Kind>[] {
  return events.filter((event): event is CaseEventOf<Kind> => event.kind === kind);
}

/** What the first message that was understood asked for, or else what was planned first. */
function procedureIn(events: readonly CaseEvent[]): string | null {
  const asked = of(events, "message.understood").flatMap(({ body }) => body.requests);
  return asked[0]?.procedure ?? of(events, "plan.made")[0]?.body.procedure ?? null;
}

/** What she asked and knowledge has no answer to. */
export function unansweredIn(events: readonly CaseEvent[]): readonly { at: Instant; question: string }[] {
  return of(events, "facts.read").flatMap(({ at, body }) =>
    body.reads.flatMap(({ values }) => {
      const question = values["knowledge.question"];
      return values["knowledge.state"] === "unknown" && typeof question === "string" ? [{ at, question }] : [];
    }),
  );
}

type CallUse = { tool: string; isUndo: boolean; state: "done" | "undone" | "refused" | "failed" | "unknown" };

const isEffect = ({ state, isUndo }: CallUse): boolean => state === "done" && !isUndo;
const isSettled = ({ state }: CallUse): boolean => state !== "unknown";

/** Each call once, however often it was tried. */
function callsIn(events: readonly CaseEvent[]): readonly CallUse[] {
  const calls = new Map<CallKey, CallUse>();
  for (const { kind, body } of events) {
    if (kind === "call.started")
      calls.set(body.key, { tool: body.tool, isUndo: body.undoOf !== null, state: "unknown" });
    const call = "key" in body && typeof body.key === "string" ? calls.get(body.key) : undefined;
    if (call === undefined) continue;
    if (kind === "call.ended" && body.outcome.kind !== "done") call.state = body.outcome.kind;
    if (kind === "call.verified") call.state = stateFound(body.finding, call.state);
    if (kind === "undo.ended" && body.isUndone) call.state = "undone";
  }
  return [...calls.values()];
}

function stateFound({ kind }: CallFinding, known: CallUse["state"]): CallUse["state"] {
  if (kind === "done") return "done";
  if (kind === "not-done") return known === "refused" ? "refused" : "failed";
  return "unknown";
}

function usesIn(events: readonly CaseEvent[], calls: readonly CallUse[]): CaseMeasure["tools"] {
  const read = of(events, "facts.read").flatMap(({ body }) => body.reads);
  const uses = new Map<string, Partial<Record<keyof Uses, number>>>();
  const count = (tool: string, use: keyof Uses): void => {
    const known = uses.get(tool) ?? {};
    uses.set(tool, { ...known, [use]: (known[use] ?? 0) + 1 });
  };
  for (const { tool, outcome } of read) count(tool, outcome.kind === "found" ? "read" : outcome.kind);
  for (const { tool, state, isUndo } of calls) if (!isUndo) count(tool, state);
  return Object.fromEntries(uses);
}

/** Once for each judgement, also where the same proposal is judged again at execution. */
function policiesIn(events: readonly CaseEvent[]): CaseMeasure["policies"] {
  const judged = new Map<string, number>();
  for (const { body } of of(events, "proposal.judged"))
    for (const { id } of body.judgement.policies) judged.set(id, (judged.get(id) ?? 0) + 1);
  return Object.fromEntries(judged);
}
