import {
  type CaseId,
  type ErrorCode,
  openConversationRequestSchema,
  PurserError,
  type PauseId,
  type VisitorEntries,
  type VisitorSession,
  type VisitorWelcome,
  visitorAnswerRequestSchema,
  visitorIdentityRequestSchema,
  visitorMessageRequestSchema,
  visitorRatingRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { isOpenAt, nextOpening } from "../../blueprint/settings/business-hours.ts";
import { openedOf } from "../../blueprint/settings/settings.ts";
import type { Desk } from "../../conversations/desk.ts";
import { keepLimit } from "../../conversations/keep-limit.ts";
import {
  answerAsVisitor,
  askForPerson,
  identifyVisitor,
  openConversation,
  rateConversation,
  visitorMessage,
  beganWith,
} from "../../conversations/visitors/visit.ts";
import {
  openVisitorSession,
  readConversation,
  type SessionMeans,
  type Visitor,
} from "../../conversations/visitors/visitor-session.ts";
import { customerRefOf } from "../../worker/find-customer.ts";
import type { ApiServices } from "../api-services.ts";
import { resumesAfter } from "../streams/event-stream.ts";
import { fileBoundsOf } from "../files/take-upload.ts";
import { takeMessage } from "../limited-inlets.ts";
import { readLoginToken } from "../visitors/login-token.ts";
import { type Route, defineOpenRoute, defineVisitorRoute, json, noBody, noFields } from "../route.ts";
import { readEntries, streamEntries } from "../visitors/visitor-entries.ts";
import { keepOpeningLimit } from "../visitors/visitor-limits.ts";

const nothing = { pathSchema: noFields, querySchema: noFields, tag: "visitors" } as const;
const hers: readonly ErrorCode[] = ["PUR-2004", "PUR-2006", "PUR-3361", "PUR-2167"];
const unnamed: readonly ErrorCode[] = ["PUR-3393", "PUR-3394"];
const changed = [{ status: 200, schema: "ChangedCase", about: "It is stored." }] as const;

const welcome = defineOpenRoute({
  ...nothing,
  method: "get",
  path: "/v1/visitor/welcome",
  operationId: "welcomeVisitor",
  summary: "Read what a visitor is told before she writes: whom she writes to, and whether people are there",
  body: noBody,
  answers: [{ status: 200, schema: "VisitorWelcome", about: "As it is now." }],
  handle: async (_request, { world, desk }) => {
    const { settings } = world.blueprints.inForce();
    const { name, agent, timeZone } = settings;
    const hours = openedOf(settings);
    const now = await desk.store.now();
    const opensAt = hours === null || isOpenAt(hours, now) ? null : nextOpening(hours, now);
    const files = fileBoundsOf(desk);
    return json<VisitorWelcome>({ name, agentName: agent.name, opensAt, timeZone, files });
  },
});

const open = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/conversations",
  operationId: "openConversation",
  summary: "Begin a conversation by its first message, as a stranger or with the session of somebody who is known",
  body: { name: "OpenConversationRequest", schema: openConversationRequestSchema },
  answers: [{ status: 201, schema: "VisitorSession", about: "The message is stored; the session opens it." }],
  problems: ["PUR-2004", "PUR-2167", "PUR-2037", "PUR-2168", "PUR-3362", ...unnamed],
  handle: async ({ body, visitor, headers }, services) => {
    const { desk } = services;
    const identity = identityOf(visitor);
    await keepOpeningLimit(body.key, identity.customerRef, headers, services);
    const { caseId, hasMessage } = await openConversation(body, identity, desk);
    const means = await meansOf(services);
    const until = identity.customerRef === null ? undefined : visitor?.expires;
    const session = openVisitorSession({ ...identity, caseId }, means, until);
    if (!hasMessage) {
      const claim = claimOf(caseId, identity, session);
      await readConversation(claim, desk);
      // As with the button later on: before the words, so that the agent does not answer them first.
      if (body.wantsPerson === true) await askForPerson(claim, desk);
      await takeMessage(caseId, visitorMessage(caseId, body), desk);
    }
    return json<VisitorSession>(session, 201);
  },
});

const identify = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/identity",
  operationId: "identifyVisitor",
  summary: "Say who a visitor is, by the host site's token: her conversation goes on, or her own last one that is open",
  body: { name: "VisitorIdentityRequest", schema: visitorIdentityRequestSchema },
  answers: [{ status: 200, schema: "VisitorSession", about: "The session from now on." }],
  problems: ["PUR-2006", "PUR-2031", "PUR-2032", "PUR-2033", "PUR-2034"],
  handle: async ({ body, visitor }, services) => {
    const { world, siteKey, desk } = services;
    const means = await meansOf(services);
    const login = readLoginToken(body.token, siteKey, means.now);
    const customerRef = await customerRefOf(login.customer, world);
    const identity = { customerRef, level: login.level, identifiedUntil: login.expiresAt };
    return json<VisitorSession>(await identifyVisitor(visitor, identity, desk, means));
  },
});

const entriesQuery = z.strictObject({ after: z.coerce.number().int().nonnegative().default(0) });

const entries = defineVisitorRoute({
  ...nothing,
  method: "get",
  path: "/v1/visitor/entries",
  operationId: "readEntries",
  summary: "Read a conversation from an entry on; as server-sent events it goes on while she stays",
  querySchema: entriesQuery,
  body: noBody,
  answers: [{ status: 200, schema: "VisitorEntries", about: "The entries in their order." }],
  problems: ["PUR-3361"],
  streams: {
    about:
      "Events named entry, with the seq as their id; between them `progress` without an id says what is being done.",
    resumes: true,
  },
  handle: async ({ visitor, query: { after }, headers, follower }, services) => {
    const caseNow = await readConversation(needed(visitor), services.desk);
    if (headers.accept.includes("text/event-stream"))
      return streamEntries(caseNow, resumesAfter(headers.lastEventId, after), services, follower);
    return json<VisitorEntries>(await readEntries(caseNow, after, services));
  },
});

const write = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/messages",
  operationId: "writeAsVisitor",
  summary: "Write in the conversation; the same message twice is stored once",
  body: { name: "VisitorMessageRequest", schema: visitorMessageRequestSchema },
  answers: [{ status: 202, schema: "AcceptedMessage", about: "It is stored; what comes of it comes as an entry." }],
  problems: [...hers, "PUR-2037", ...unnamed],
  handle: async ({ visitor, body }, { desk }) => {
    const { row } = await readConversation(needed(visitor), desk);
    const { caseId } = row;
    const isStored = await beganWith(caseId, body, desk);
    // Before the words, so that the agent does not answer them first.
    if (body.wantsPerson === true && !isStored) await askForPerson(needed(visitor), desk);
    const { isNew } = isStored ? { isNew: false } : await takeMessage(caseId, visitorMessage(caseId, body), desk);
    return json<{ caseId: CaseId; isNew: boolean }>({ caseId, isNew }, 202);
  },
});

const answer = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/answers",
  operationId: "answerAsVisitor",
  summary: "Answer a question by the digest of what it showed, once",
  body: { name: "VisitorAnswerRequest", schema: visitorAnswerRequestSchema },
  answers: [{ status: 200, schema: "AnsweredPause", about: "The answer is stored." }],
  problems: [
    "PUR-2002",
    "PUR-2006",
    "PUR-2167",
    "PUR-3361",
    "PUR-4001",
    "PUR-4002",
    "PUR-4003",
    "PUR-4004",
    "PUR-4006",
  ],
  handle: async ({ visitor, body }, { desk }) => {
    const by = needed(visitor);
    await keepVisitorLimit(by, desk);
    const { caseId } = await answerAsVisitor(by, body, desk);
    return json<{ caseId: CaseId; pauseId: PauseId }>({ caseId, pauseId: body.pauseId });
  },
});

const person = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/person",
  operationId: "askForPerson",
  summary: "Ask for a person: the case is handed over, whatever the agent is at",
  body: noBody,
  answers: changed,
  problems: hers,
  handle: async ({ visitor }, { desk }) =>
    json<{ caseId: CaseId }>({ caseId: await askForPerson(needed(visitor), desk) }),
});

const rate = defineVisitorRoute({
  ...nothing,
  method: "post",
  path: "/v1/visitor/rating",
  operationId: "rateConversation",
  summary: "Say how content she was, from 1 to 5; of several the last one counts",
  body: { name: "VisitorRatingRequest", schema: visitorRatingRequestSchema },
  answers: changed,
  problems: hers,
  handle: async ({ visitor, body }, { desk }) => {
    const rater = needed(visitor);
    await keepVisitorLimit(rater, desk);
    return json<{ caseId: CaseId }>({ caseId: await rateConversation(rater, body, desk) });
  },
});

/** What is written down of her beside her messages is bounded as they are, also an answer that counts for nothing. */
function keepVisitorLimit(visitor: Visitor, desk: Desk): Promise<void> {
  return keepLimit("messages", { of: visitor.case ?? "", turnId: desk.id("msg") }, desk);
}

function needed(visitor: Visitor | null): Visitor {
  if (visitor === null) throw new PurserError("PUR-3360", "The Authorization header must be Bearer and a session.");
  return visitor;
}

/** Whom the host site has vouched for; a session of a stranger, or none, vouches for nobody. */
function identityOf(visitor: Visitor | null) {
  const { customer: customerRef = null, level = 0, identifiedUntil = null } = visitor ?? {};
  return { customerRef, level, identifiedUntil } as const;
}

function claimOf(caseId: CaseId, identity: ReturnType<typeof identityOf>, { expiresAt }: VisitorSession): Visitor {
  const { customerRef, level, identifiedUntil } = identity;
  return { case: caseId, customer: customerRef, level, identifiedUntil, expires: expiresAt };
}

async function meansOf({ desk, world }: ApiServices): Promise<SessionMeans> {
  return { tenant: desk.tenant, secret: world.deploymentSecret, now: await desk.store.now() };
}

export const visitorRoutes: readonly Route[] = [welcome, open, identify, entries, write, answer, person, rate];
