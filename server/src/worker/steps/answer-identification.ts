import { type EventBody, type JsonObject, type NewEvent, type ProposedStep, plusMs } from "@purser/contract";
import { callKeyOf, commitmentOf, hashOf } from "@purser/kit/audit";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { type CustomerSearch, searchCustomer, searchCustomerByName } from "../find-customer.ts";
import { levelNow, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { messageTo } from "./message.ts";

const minuteMs = 60_000;
const codeLifeMs = 10 * minuteMs;
const refusals = {
  "too-many": "tooManyCodes",
  unreadable: "codeUnavailable",
  "by-address-only": "byAddressOnly",
} as const;
/** Codes for one address, over all cases, whether or not it is anybody's. */
const rates = [
  { windowMs: 60 * minuteMs, most: 3 },
  { windowMs: 24 * 60 * minuteMs, most: 10 },
] as const;
const ruleName = "one-time-code";

type Request = Extract<CaseState["identification"]["pending"], { requestId: unknown }>;
type Addressee = EventBody<"code.made">["addressee"];

/** Answers what she wrote to show who she is. The words are the same whether or not the address is anybody's. */
export async function answerIdentification(context: StepContext): Promise<StepResult> {
  const { pending, code } = context.state.identification;
  if (pending !== null && pending.kind !== "wrong-code") return makeCode(pending, context);
  const { settings } = context.blueprint;
  if (code !== null && levelNow(context) >= code.level)
    return { events: [messageTo(context, hostSays(settings, "codeUsed"))] };
  const isOver = code === null || code.triesLeft === 0 || context.now >= code.expiresAt;
  const text = isOver ? hostSays(settings, "codeOver") : hostSays(settings, "wrongCode", { triesLeft: code.triesLeft });
  return { events: [messageTo(context, text)] };
}

/**
 * Makes a code, and proposes its mail where the address is a customer's: the guard judges that like any other action,
 * and its call is logged, sent once and read back like any other.
 */
async function makeCode(request: Request, context: StepContext): Promise<StepResult> {
  const { requestId } = request;
  const { state, now, world, blueprint } = context;
  const named = request.kind === "request" ? null : await searchCustomerByName(request.name, blueprint, world);
  const key = `one-time-code/${commitmentOf(countedFor(request, named), world.deploymentSecret)}`;
  const readings = await world.store.readTotals(
    state.tenant,
    rates.map(({ windowMs }) => ({ key, windowMs })),
  );
  if (rates.some(({ most }, index) => (readings[index]?.value ?? 0) >= most))
    return refused(request, "too-many", context);
  const level = blueprint.settings.customers?.codeLevel ?? 1;
  const search = request.kind === "request" ? await searchCustomer(request.address, blueprint, world) : named;
  if (search === null && request.kind === "request-by-name") return refused(request, "by-address-only", context);
  if (search === null || search.kind === "failed") return refused(request, "unreadable", context);
  const isOther = search.kind === "found" && state.customerRef !== null && state.customerRef !== search.customerRef;
  const addressee =
    search.kind === "unknown" || isOther
      ? null
      : { id: await world.store.customerOf(state.tenant, search.customerRef), ref: search.customerRef };
  return {
    events: [
      {
        kind: "code.made",
        body: { requestId, addressee, level, expiresAt: plusMs(now, codeLifeMs), ...searchIn(search) },
      },
      ...mailOf(addressee, context),
      messageTo(
        context,
        hostSays(blueprint.settings, request.kind === "request" ? "codeOnItsWay" : "codeOnItsWayByName"),
      ),
    ],
    totals: { expected: readings.slice(0, 1), reserve: [reservationOf(key, request, context)] },
  };
}

/** What the number of codes is counted for: many ways to write one name must not be many codes for one customer. */
function countedFor(request: Request, named: CustomerSearch | null): JsonObject {
  if (request.kind === "request") return { address: request.address };
  return named?.kind === "found" ? { customerRef: named.customerRef } : { name: request.name.toLowerCase() };
}

function searchIn(search: CustomerSearch): Pick<EventBody<"code.made">, "search"> {
  return search.kind === "found" && search.search !== undefined ? { search: search.search } : {};
}

function mailOf(addressee: Addressee, { world, blueprint }: StepContext): NewEvent[] {
  const tool = blueprint.settings.customers?.sendCode;
  if (addressee === null || tool === undefined) return [];
  const step: ProposedStep = { kind: "call", call: { tool, args: {} } };
  const proposal = {
    proposalId: world.id("prop"),
    author: { kind: "rule" as const, name: ruleName },
    step,
    reason: "She is to show who she is by a code in her mailbox.",
    argsHash: hashOf(step),
  };
  return [{ kind: "proposal.made", body: { proposal, stale: false } }];
}

/** Counts the request, under a key of its own so that a repeat after a crash counts once. */
function reservationOf(key: string, { requestId }: Request, { state, world }: StepContext) {
  const source = { tenant: state.tenant, caseId: state.caseId, proposalId: requestId, action: ruleName };
  const callKey = callKeyOf({ ...source, argsHash: hashOf({ requestId }) }, world.deploymentSecret);
  return { key, name: ruleName, amount: 1, callKey };
}

function refused(
  { requestId }: Request,
  reason: EventBody<"code.refused">["reason"],
  context: StepContext,
): StepResult {
  const text = hostSays(context.blueprint.settings, refusals[reason]);
  return { events: [{ kind: "code.refused", body: { requestId, reason } }, messageTo(context, text)] };
}
