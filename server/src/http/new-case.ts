import { type CaseId, type OpenCaseRequest, PurserError } from "@purser/contract";
import type { Desk } from "../conversations/desk.ts";
import type { NewCase, OpenedCase } from "../conversations/open-case.ts";
import { customerRefOf } from "../worker/find-customer.ts";
import type { ApiServices } from "./api-services.ts";
import { type Caller, requireScope } from "./authenticate.ts";
import { takeCase } from "./limited-inlets.ts";
import { readLoginToken } from "./visitors/login-token.ts";

/** What a request to open a case asks for, beside its delivery. */
export type CaseWish = { request: OpenCaseRequest; caller: Caller; idempotencyKey: string | null };

type Who = Pick<NewCase, "customerRef" | "identity"> & { deliveryId: string | null };

/**
 * The case that a request asks for, with who the customer is by what the caller may vouch for. An Idempotency-Key is its
 * caller's and its trigger's own.
 *
 * @throws PurserError PUR-2001 no such channel · PUR-2007 · PUR-2031 to PUR-2035.
 */
async function newCaseOf(wish: CaseWish, trigger: string | null, services: ApiServices): Promise<NewCase> {
  const { request, caller, idempotencyKey } = wish;
  const { channel, subject, text } = request;
  const { settings, procedures } = services.world.blueprints.inForce();
  if (settings.channels[channel] === undefined)
    throw new PurserError("PUR-2001", `channel: the blueprint has no channel ${channel}.`);
  const procedure = request.procedure === undefined ? null : (procedures.get(request.procedure) ?? null);
  if (request.procedure !== undefined && procedure === null)
    throw new PurserError("PUR-2035", `procedure: there is no ${request.procedure}.`);
  const { deliveryId, ...who } = await whoIs(request, caller, services);
  const goal = request.goal ?? procedure?.header.goal;
  const isMessage = text !== undefined && procedure === null;
  const delivery = {
    provider: "api",
    deliveryId: deliveryId ?? `case:${caller.id}:${trigger ?? ""}:${idempotencyKey ?? services.desk.id("msg")}`,
  };
  return {
    trigger: isMessage ? { kind: "message", name: channel } : { kind: "person", name: trigger ?? caller.id },
    channel,
    ...who,
    delivery,
    ...(subject === undefined ? {} : { subject }),
    ...(goal === undefined ? {} : { goal }),
    ...(procedure === null ? {} : { procedure: procedure.name }),
    ...(text === undefined ? {} : { message: { text, ...delivery } }),
  };
}

/**
 * Opens the case that a request asks for; a repeat under the same Idempotency-Key is answered with the first one.
 *
 * @throws PurserError what `newCaseOf` throws · PUR-2036 under the key something else was asked for.
 */
export async function openAsked(wish: CaseWish, trigger: string | null, services: ApiServices): Promise<OpenedCase> {
  const asked = await newCaseOf(wish, trigger, services);
  const opened = await takeCase(asked, services.desk);
  const isKeyed = wish.idempotencyKey !== null && wish.request.token === undefined;
  if (!opened.isNew && isKeyed) await refuseOther(opened.caseId, asked, services.desk);
  return opened;
}

/** What is erased cannot be compared, and counts as the same. */
async function refuseOther(caseId: CaseId, asked: NewCase, { store, tenant }: Desk): Promise<void> {
  const log = await store.readEvents(tenant, caseId, 0, beginning);
  const opening = log.find(({ event }) => event?.kind === "case.opened")?.event;
  if (opening?.kind !== "case.opened") return;
  const message = log.find(({ event }) => event?.kind === "message.received")?.event;
  const { customerRef, procedure } = opening.body;
  const isOther =
    customerRef !== asked.customerRef ||
    procedure !== (asked.procedure ?? null) ||
    (asked.message !== undefined && message?.kind === "message.received" && message.body.text !== asked.message.text);
  if (isOther) throw new PurserError("PUR-2036", caseId);
}

/** A case begins with its opening, an identity and a message. */
const beginning = 3;

/** By the host site's token, or by what the holder of the key says: a matched contact where nothing more is vouched for. */
async function whoIs(request: OpenCaseRequest, caller: Caller, { world, siteKey }: ApiServices): Promise<Who> {
  const { customer, token } = request;
  if (token !== undefined) {
    if (customer !== undefined || request.level !== undefined)
      throw new PurserError("PUR-2001", "token: give it in place of customer and level, not beside them.");
    const login = readLoginToken(token, siteKey, world.now());
    return {
      customerRef: await customerRefOf(login.customer, world),
      identity: { level: login.level, method: "site-token", expiresAt: login.expiresAt },
      deliveryId: `token:${login.tokenId}`,
    };
  }
  if (request.level !== undefined) requireScope(caller, "channel", "vouch for who a customer is");
  const level = request.level ?? (customer === undefined ? 0 : 1);
  return {
    customerRef: customer === undefined ? null : await customerRefOf(customer, world),
    identity: { level, method: "api-key", expiresAt: null },
    deliveryId: null,
  };
}
