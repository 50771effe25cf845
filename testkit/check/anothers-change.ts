import {
  type CaseEventOf,
  type CaseId,
  epochMsOf,
  type Instant,
  type JsonObject,
  jsonObjectSchema,
} from "@purser/contract";
import { isDeepStrictEqual } from "node:util";
import { type CaseHistory, changesIn, type EffectRecord, eventsOf, type History, subjectOf } from "./history.ts";

/**
 * A system that knows no keys shows what holds there, not who brought it about. So of what is done "once: none" a look may find
 * the change of another case, or find that it has been changed since. Both are true, and neither is a fault.
 */

/**
 * The same was changed to the same with the same tool between the start of this call and the moment when it was found: by another case, or
 * by this one once more, after a look had settled that this call did not do it.
 */
export function isDoneByAnother(
  key: string,
  at: Instant,
  history: CaseHistory,
  { cases, systems }: Pick<History, "cases" | "systems">,
): boolean {
  const started = startOf(key, history);
  if (started === null) return false;
  const from = epochMsOf(started.at);
  const settledAt = eventsOf(history, "call.verified").find(
    ({ body }) => body.key === key && body.finding.kind === "not-done" && body.finding.settled,
  );
  const isOther = (caseId: CaseId, seq: number): boolean =>
    caseId !== history.caseId || (settledAt !== undefined && seq > settledAt.seq);
  const theirs = new Set<string | null>(
    cases.flatMap((each) =>
      eventsOf(each, "call.started").flatMap(({ body, seq }) =>
        body.tool === started.body.tool && isOther(each.caseId, seq) ? [body.key] : [],
      ),
    ),
  );
  return changesIn(systems).some(
    (change) =>
      theirs.has(change.key) &&
      change.subject === subjectOf(history) &&
      change.tick >= from &&
      change.tick <= epochMsOf(at) &&
      holdsAll(change.args, started.body.args),
  );
}

/** What this reversal had set was set otherwise by somebody else before a look found it not done, as the log says. */
export function isChangedSince(
  reversal: EffectRecord & { system: string },
  cases: readonly CaseHistory[],
  systems: History["systems"],
): boolean {
  const { key } = reversal;
  const owner = cases.find((each) => key !== null && startOf(key, each) !== null);
  if (owner === undefined) return false;
  const notFound = eventsOf(owner, "call.verified").find(
    ({ body: { key: looked, finding } }) => looked === key && finding.kind === "not-done" && finding.settled,
  );
  return (
    notFound !== undefined &&
    changesIn(systems).some(
      (change) =>
        change.system === reversal.system &&
        change.operation === reversal.operation &&
        change.object === reversal.object &&
        change.key !== key &&
        change.reverses !== reversal.reverses &&
        change.seq > reversal.seq &&
        change.tick <= epochMsOf(notFound.at),
    )
  );
}

function startOf(key: string, history: CaseHistory): CaseEventOf<"call.started"> | null {
  return eventsOf(history, "call.started").find(({ body }) => body.key === key && body.once === "none") ?? null;
}

function holdsAll(held: EffectRecord["args"], wanted: JsonObject): boolean {
  const { data } = jsonObjectSchema.safeParse(held);
  return Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(data?.[name], value));
}
