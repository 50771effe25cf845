import { type CallKey, type CaseId, callKeySchema, type JsonObject } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { WebhookRule } from "../blueprint/connections.ts";
import { valuesAt } from "../tools/values-at.ts";
import type { Desk } from "./desk.ts";
import { openCase } from "./open-case.ts";
import { readCaseNow, readCasesNow } from "./read-case-now.ts";

/** A report of a system of record, known to come from it. */
export type IncomingSignal = { system: string; deliveryId: string; body: JsonObject };
export type SignalTaken = "taken" | "repeated" | "unrelated";

/** A customer's cases in which a call is looked for; the ones that changed last. */
const casesLookedAt = 50;

/**
 * Takes in what a system of record reports of a call: committed before anything is answered, once for each delivery. It
 * is a reason to look the call up at once, and proves nothing: of the report only its kind is kept. What no open case is
 * about starts the blueprint's trigger for it, if there is one.
 */
export async function receiveSignal(signal: IncomingSignal, rule: WebhookRule, desk: Desk): Promise<SignalTaken> {
  const { system, deliveryId, body } = signal;
  const found = await findCall(body, rule, desk);
  const now = found === null ? null : await readCaseNow(found.caseId, desk);
  const started = now?.state.lifecycle === "open" ? null : await startByReport(signal, rule, desk);
  if (found === null || now === null) return started ?? "unrelated";
  const { row } = now;
  const result = await desk.store.appendInlet({
    tenant: desk.tenant,
    caseId: found.caseId,
    subjectId: row.customerId ?? found.caseId,
    actorId: `system-${system}`,
    dedupeKey: hashOf({ source: "webhook", system, deliveryId }),
    events: [
      {
        kind: "signal.received",
        body: { source: system, refersTo: found.key, data: { kind: textAt(body, rule.kind) ?? "report" } },
      },
    ],
    open: null,
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
  });
  // The case was erased meanwhile.
  if (result.kind === "overtaken") return "unrelated";
  return result.kind === "duplicate" ? "repeated" : "taken";
}

/**
 * Opens the case of the trigger for what is reported; null when there is none, or the report lacks what it gives. The same
 * thing reported twice opens one case, also by two deliveries.
 */
async function startByReport(
  { system, body }: IncomingSignal,
  rule: WebhookRule,
  desk: Desk,
): Promise<SignalTaken | null> {
  const event = textAt(body, rule.kind);
  const trigger = [...desk.triggers().values()].find(
    (each) => each.kind === "event" && each.system === system && event !== null && each.events.includes(event),
  );
  if (trigger?.kind !== "event") return null;
  const { name, procedure, channel } = trigger;
  const customerRef = textAt(body, trigger.customer);
  const given: Record<string, string> = {};
  for (const [path, place] of Object.entries(trigger.given)) {
    const value = textAt(body, place);
    if (value === null) return null;
    given[path] = value;
  }
  if (customerRef === null) return null;
  const opened = await openCase(
    {
      trigger: { kind: "event", name },
      channel,
      customerRef,
      identity: { level: 0, method: "none", expiresAt: null },
      procedure,
      given,
      delivery: { provider: `trigger:${name}`, deliveryId: hashOf({ customerRef, given }) },
    },
    desk,
  );
  return opened.isNew ? "taken" : "repeated";
}

type FoundCall = { caseId: CaseId; key: CallKey };

async function findCall(body: JsonObject, { about }: WebhookRule, desk: Desk): Promise<FoundCall | null> {
  if ("key" in about) {
    const key = callKeySchema.safeParse(textAt(body, about.key));
    const caseId = key.success ? await desk.store.findCall(desk.tenant, key.data) : null;
    return key.success && caseId !== null ? { caseId, key: key.data } : null;
  }
  const customerRef = textAt(body, about.customer);
  const value = textAt(body, about.value);
  if (customerRef === null || value === null) return null;
  return findCallOf(customerRef, { ...about, value }, desk);
}

/** For a system that knows no keys: the customer's call of the tool with this value in its arguments. */
async function findCallOf(
  customerRef: string,
  { tool, argument, value }: { tool: string; argument: string; value: string },
  desk: Desk,
): Promise<FoundCall | null> {
  const { store, tenant } = desk;
  const customerId = await store.customerOf(tenant, customerRef);
  const { rows } = await store.listCases({ tenant, status: null, customerId, after: null, limit: casesLookedAt });
  // One that cannot be read keeps the report from none of the others.
  const { cases } = await readCasesNow(
    rows.map(({ caseId }) => caseId),
    desk,
  );
  for (const { caseId } of rows) {
    const state = cases.get(caseId)?.state;
    if (state === undefined) continue;
    const calls = [...state.calls, ...state.sweeps.map(({ call }) => call), ...state.doneCalls];
    const call = calls.find((each) => each.tool === tool && each.args[argument] === value);
    if (call !== undefined) return { caseId, key: call.key };
  }
  return null;
}

function textAt(body: JsonObject, path: string): string | null {
  const value = valuesAt(body, [path])[path];
  return typeof value === "string" ? value : null;
}
