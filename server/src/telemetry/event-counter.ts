import { type CallKey, type CaseId, type CaseEvent, epochMsOf, type Instant, type NewEvent } from "@purser/contract";
import { z } from "zod";
import type { LeasedCase } from "../cases/case-store.ts";
import type { Metrics } from "./metrics.ts";

/** What is known of a case that this process works on. */
type Known = { openedAt: Instant | null; procedure: string | null };

/** Cases and calls that are remembered; what is older counts as unknown. */
const mostRemembered = 5_000;
const unknown = "unknown";

/** Counts what is committed, after it is committed. It keeps nothing of what anybody wrote. */
export class EventCounter {
  readonly #metrics: Metrics;
  readonly #cases = new Map<CaseId, Known>();
  readonly #tools = new Map<CallKey, string>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** A worker has taken a case up. */
  claimed({ row, state, events, now }: LeasedCase): void {
    const { caseId, openedAt, wakeAt, isRunnable } = row;
    if (!isRunnable && wakeAt !== null && wakeAt <= now)
      this.#metrics.wakeLate.observe((epochMsOf(now) - epochMsOf(wakeAt)) / 1000);
    const known: Known = {
      openedAt,
      procedure: state === null ? null : procedureIn(state.text),
    };
    for (const event of events) learn(event, known);
    remember(this.#cases, caseId, known);
  }

  appended(caseId: CaseId, events: readonly NewEvent[], at: Instant | null): void {
    const known = this.#cases.get(caseId) ?? { openedAt: null, procedure: null };
    remember(this.#cases, caseId, known);
    for (const event of events) {
      this.#metrics.events.inc({ kind: event.kind });
      learn(event, known);
      this.#count(event, known, at);
    }
  }

  #count(event: NewEvent, known: Known, at: Instant | null): void {
    const metrics = this.#metrics;
    const procedure = known.procedure ?? unknown;
    switch (event.kind) {
      case "case.opened":
        return metrics.casesOpened.inc({ channel: event.body.channel });
      case "proposal.judged":
        return metrics.verdicts.inc({ verdict: event.body.judgement.verdict.kind });
      case "call.started":
        return remember(this.#tools, event.body.key, event.body.tool);
      case "call.ended":
        return metrics.calls.inc({ tool: this.#toolOf(event.body.key), outcome: event.body.outcome.kind });
      case "call.verified":
        return metrics.findings.inc({ tool: this.#toolOf(event.body.key), finding: event.body.finding.kind });
      case "pause.answered":
        return metrics.pausesEnded.inc({ how: event.body.decision });
      case "pause.expired":
      case "pause.withdrawn":
      case "pause.superseded":
        return metrics.pausesEnded.inc({ how: event.kind.replace("pause.", "") });
      case "budget.spent":
        metrics.modelSeconds.inc({ purpose: event.body.purpose }, (event.body.durationMs ?? 0) / 1000);
        metrics.modelTokens.inc({ purpose: event.body.purpose }, event.body.tokens);
        return metrics.modelCost.inc({ purpose: event.body.purpose }, event.body.costMicros);
      case "route.chosen":
        return metrics.routes.inc({ route: event.body.route });
      case "handoff.made":
        metrics.handoffs.inc({ reason: event.body.packet.trigger });
        return metrics.casesEnded.inc({ procedure, outcome: "handed-off" });
      case "case.closed":
        return metrics.casesEnded.inc({ procedure, outcome: "closed" });
      case "case.resolved":
        if (at !== null && known.openedAt !== null)
          metrics.resolution.observe({ procedure }, (epochMsOf(at) - epochMsOf(known.openedAt)) / 1000);
        return metrics.casesEnded.inc({ procedure, outcome: "resolved" });
      default:
        return undefined;
    }
  }

  #toolOf(key: CallKey): string {
    return this.#tools.get(key) ?? unknown;
  }
}

const storedProcedureSchema = z.object({
  procedure: z.string().nullable().catch(null),
  plan: z.object({ procedure: z.string() }).nullable().catch(null),
  requests: z.array(z.object({ procedure: z.string() })).catch([]),
});

/** The state is read by its owner only in whole; here is wanted what it is about. */
function procedureIn(stateText: string): string | null {
  try {
    const { plan, procedure, requests } = storedProcedureSchema.parse(JSON.parse(stateText));
    return plan?.procedure ?? procedure ?? requests[0]?.procedure ?? null;
  } catch {
    return null;
  }
}

function learn(event: NewEvent | CaseEvent, known: Known): void {
  switch (event.kind) {
    case "case.opened":
      if ("at" in event) known.openedAt = event.at;
      known.procedure = event.body.procedure ?? known.procedure;
      return;
    case "plan.made":
      known.procedure = event.body.procedure;
      return;
    case "message.understood":
      known.procedure = event.body.requests[0]?.procedure ?? known.procedure;
      return;
    default:
      return;
  }
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest);
}
