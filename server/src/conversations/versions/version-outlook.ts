import { type CaseEvent, type CaseId, epochMsOf, type Instant, instantOf, type VersionOutlook } from "@purser/contract";
import { days } from "@purser/kit";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { isDraftIn } from "../../blueprint/toolbox.ts";
import { type Reach, wideningsOf } from "../../blueprint/versions/widenings.ts";
import type { Desk } from "../desk.ts";
import { countEvidence } from "./draft-evidence.ts";
import { readRows } from "../read-log.ts";
import { countEffect } from "./version-effect.ts";

const spanMs = days(30);
const mostCases = 2_000;
const pageSize = 100;

/** Whether a version waits for a second person, and for what of it. */
export function secondPersonFor(inForce: Blueprint, after: Reach): { widenings: string[]; needsSecondPerson: boolean } {
  const widenings = [...wideningsOf(inForce, after)];
  return { widenings, needsSecondPerson: widenings.length > 0 && !inForce.settings.singleOperator };
}

/**
 * What a version would do otherwise than the one in force: what it permits besides, what the cases of the last 30 days would have been
 * answered, and what became of the drafts of each action that would wait for no teammate any more.
 */
export async function outlookOf(
  after: Reach,
  inForce: Blueprint,
  signal: AbortSignal,
  desk: Desk,
): Promise<Omit<VersionOutlook, "hash" | "against">> {
  const since = instantOf(epochMsOf(await desk.store.now()) - spanMs);
  const effect = countEffect({ since, actions: judgedOtherwise(inForce, after), inForce, changed: after });
  const freed = [...after.toolbox.actions.keys()].filter(
    (name) => isDraftIn(inForce.toolbox, name) && !isDraftIn(after.toolbox, name),
  );
  const evidence = freed.map((name) => countEvidence(name, since));
  let [cases, isComplete] = [0, true];
  for await (const { caseId, events } of casesSince(since, signal, desk)) {
    if (cases === mostCases) {
      isComplete = false;
      break;
    }
    cases += 1;
    for (const count of [effect, ...evidence]) count.take(caseId, events);
  }
  return {
    ...secondPersonFor(inForce, after),
    evidence: evidence.map(({ counted }) => counted()),
    effect: { since, cases, isComplete, ...effect.counted() },
  };
}

/** The actions of which a guardrail or the tier is another one. */
function judgedOtherwise(before: Reach, after: Reach): ReadonlySet<string> {
  const [older, newer] = [before, after].map(
    ({ policies }) => new Map(policies.policies.map((each) => [each.id, each])),
  );
  const ids = new Set([...(older?.keys() ?? []), ...(newer?.keys() ?? [])]);
  const changed = [...ids].filter((id) => older?.get(id)?.text !== newer?.get(id)?.text);
  const named = changed.flatMap((id) =>
    [older?.get(id), newer?.get(id)].flatMap((policy) =>
      policy === undefined ? [] : (policy.actions ?? [...before.policies.actions, ...after.policies.actions]),
    ),
  );
  const moved = [...after.toolbox.actions.keys()].filter(
    (name) => isDraftIn(before.toolbox, name) !== isDraftIn(after.toolbox, name),
  );
  return new Set([...named, ...moved]);
}

type ReadCase = { caseId: CaseId; events: readonly CaseEvent[] };

/** The case that changed last first. */
async function* casesSince(since: Instant, signal: AbortSignal, desk: Desk): AsyncGenerator<ReadCase, void> {
  const { store, tenant } = desk;
  for (let after: string | null = null; ;) {
    const page = await store.listCases({ tenant, status: null, customerId: null, after, limit: pageSize });
    for (const { caseId, updatedAt } of page.rows) {
      signal.throwIfAborted();
      if (updatedAt < since) return;
      yield { caseId, events: (await readRows(caseId, desk)).flatMap(({ event }) => (event === null ? [] : [event])) };
    }
    if (page.next === null) return;
    after = page.next;
  }
}
