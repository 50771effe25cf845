import {
  type Invitation,
  PurserError,
  type SecondFactor,
  type SessionView,
  acceptInvitationRequestSchema,
  changeRoleRequestSchema,
  confirmSecondFactorRequestSchema,
  inviteRequestSchema,
  personIdSchema,
  resetAccountRequestSchema,
  setUpRequestSchema,
  signInRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import type { ApiServices } from "../api-services.ts";
import { type Caller, requireScope } from "../authenticate.ts";
import { sessionHolder } from "../streams/follower.ts";
import { type Route, defineOpenRoute, defineRoute, json, noBody, noFields } from "../route.ts";
import { refuseForeign, sessionCookie } from "../sign-in/browser-request.ts";
import { hashToken, readSession, sessionLastsMs, type SessionServices, sessionViewOf } from "../sign-in/sessions.ts";
import {
  acceptInvitation,
  beginSecondFactor,
  changeRole,
  confirmSecondFactor,
  invite,
  listAccounts,
  resetAccount,
  setUp,
  signIn,
  signInHere,
} from "../sign-in/sign-in.ts";

const nothing = { pathSchema: noFields, querySchema: noFields } as const;
const session = [
  { status: 200, schema: "Session", about: "The session, which the cookie of the answer carries." },
] as const;

/** Throws PUR-2050 where no accounts are kept. */
export function servicesOf({ signIn: found }: ApiServices): SessionServices {
  if (found === null) throw new PurserError("PUR-2050", "This server keeps no accounts.");
  return found;
}

/** Answers with the session of a token, and hands the token to the browser. */
async function withSession(token: string, services: ApiServices): Promise<Response> {
  const view = await sessionViewOf(await readSession(token, servicesOf(services)), servicesOf(services));
  return json<SessionView>(view, 200, sessionCookie(token, sessionLastsMs, services.publicUrl));
}

const read = defineOpenRoute({
  ...nothing,
  method: "get",
  path: "/v1/session",
  operationId: "readSession",
  summary: "Read whose session the browser has",
  tag: "sign-in",
  body: noBody,
  answers: [{ status: 200, schema: "Session", about: "The session; signed-out when there is none." }],
  handle: async ({ headers: { browser } }, services) => {
    const found = servicesOf(services);
    return json<SessionView>(await sessionViewOf(await readSession(browser.token, found), found));
  },
});

const enter = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/session",
  operationId: "signIn",
  summary: "Sign in with an e-mail address, a password, and a code where the account has a second factor",
  tag: "sign-in",
  body: { name: "SignInRequest", schema: signInRequestSchema },
  answers: session,
  problems: ["PUR-2040", "PUR-2041", "PUR-2042", "PUR-2043", "PUR-2045"],
  handle: async ({ body, headers: { browser } }, services) => {
    refuseForeign(browser);
    return withSession(await signIn(body, servicesOf(services)), services);
  },
});

const here = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/session/here",
  operationId: "signInHere",
  summary: "Sign in without a password, where the server runs for whoever sits at its machine",
  tag: "sign-in",
  querySchema: z.strictObject({ as: z.string().exactOptional() }),
  body: noBody,
  answers: session,
  problems: ["PUR-2045", "PUR-2050"],
  handle: async ({ query, headers: { browser } }, services) => {
    refuseForeign(browser);
    if (!browser.isToThisMachine) throw new PurserError("PUR-2050", "The request was sent to another name.");
    return withSession(await signInHere(query.as, servicesOf(services)), services);
  },
});

const leave = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/session/end",
  operationId: "signOut",
  summary: "Sign out: the session is over everywhere",
  tag: "sign-in",
  body: noBody,
  answers: [{ status: 200, schema: "Session", about: "It is over." }],
  problems: ["PUR-2045"],
  handle: async ({ headers: { browser } }, services) => {
    refuseForeign(browser);
    const found = servicesOf(services);
    if (browser.token !== null) {
      await found.accounts.endSession(hashToken(browser.token));
      services.streams.closeOf(sessionHolder(browser.token));
    }
    const view = await sessionViewOf(null, found);
    return json<SessionView>(view, 200, sessionCookie(null, 0, services.publicUrl));
  },
});

const beginFactor = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/session/second-factor",
  operationId: "beginSecondFactor",
  summary: "Begin to set up a second factor; it counts once a code of it was given",
  tag: "sign-in",
  body: noBody,
  answers: [{ status: 200, schema: "SecondFactor", about: "What an authenticator app reads." }],
  problems: ["PUR-2006", "PUR-2045", "PUR-2046", "PUR-2050"],
  handle: async ({ headers: { browser } }, services) => {
    refuseForeign(browser);
    return json<SecondFactor>(await beginSecondFactor(browser.token, servicesOf(services)));
  },
});

const confirmFactor = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/session/second-factor/confirm",
  operationId: "confirmSecondFactor",
  summary: "Confirm the second factor by a code; other sessions of the account end",
  tag: "sign-in",
  body: { name: "ConfirmSecondFactorRequest", schema: confirmSecondFactorRequestSchema },
  answers: session,
  problems: ["PUR-2006", "PUR-2041", "PUR-2043", "PUR-2045", "PUR-2046", "PUR-2050"],
  handle: async ({ body: { code }, headers: { browser } }, services) => {
    refuseForeign(browser);
    return withSession(await confirmSecondFactor(browser.token, code, servicesOf(services)), services);
  },
});

const begin = defineRoute({
  ...nothing,
  method: "post",
  path: "/v1/set-up",
  operationId: "setUp",
  summary: "Make the first account, an admin's, by the deployment's API key",
  tag: "sign-in",
  body: { name: "SetUpRequest", schema: setUpRequestSchema },
  answers: session,
  problems: ["PUR-2007", "PUR-2047"],
  handle: async ({ body, caller }, services) => {
    requireScope(caller, "channel", "make the first account");
    return withSession(await setUp(body, servicesOf(services)), services);
  },
});

const list = defineRoute({
  ...nothing,
  method: "get",
  path: "/v1/accounts",
  operationId: "listAccounts",
  summary: "List the accounts of the desk, as an admin or an auditor",
  tag: "sign-in",
  body: noBody,
  answers: [{ status: 200, schema: "AccountList", about: "The accounts by id." }],
  problems: ["PUR-2051"],
  handle: async ({ caller }, services) => json({ accounts: await listAccounts(caller, servicesOf(services)) }),
});

const inviteRoute = defineRoute({
  ...nothing,
  method: "post",
  path: "/v1/accounts",
  operationId: "inviteTeammate",
  summary: "Invite somebody to the desk",
  tag: "sign-in",
  body: { name: "InviteRequest", schema: inviteRequestSchema },
  answers: [{ status: 201, schema: "Invitation", about: "The token is told once." }],
  problems: ["PUR-2049", "PUR-2051"],
  handle: async ({ body, caller }, services) => json<Invitation>(await invite(body, caller, servicesOf(services)), 201),
});

const accept = defineOpenRoute({
  ...nothing,
  method: "post",
  path: "/v1/invitations",
  operationId: "acceptInvitation",
  summary:
    "Take up an invitation, or a link to a new password, with a password of one's own; other sessions of the account end",
  tag: "sign-in",
  body: { name: "AcceptInvitationRequest", schema: acceptInvitationRequestSchema },
  answers: session,
  problems: ["PUR-2041", "PUR-2042", "PUR-2043", "PUR-2045", "PUR-2048", "PUR-2006"],
  handle: async ({ body, headers: { browser } }, services) => {
    refuseForeign(browser);
    return withSession(await acceptInvitation(body, servicesOf(services)), services);
  },
});

const role = defineRoute({
  ...nothing,
  method: "post",
  path: "/v1/accounts/{accountId}/role",
  operationId: "changeRole",
  summary: "Change somebody's role; their sessions end",
  tag: "sign-in",
  pathSchema: z.object({ accountId: personIdSchema }),
  body: { name: "ChangeRoleRequest", schema: changeRoleRequestSchema },
  answers: [{ status: 200, schema: "ChangedAccount", about: "It counts from now on." }],
  problems: ["PUR-2002", "PUR-2006", "PUR-2051"],
  handle: async ({ path: { accountId }, body, caller }, services) => {
    await changeRole(accountId, body.role, caller, servicesOf(services));
    return json<{ id: string }>({ id: accountId });
  },
});

const reset = defineRoute({
  ...nothing,
  method: "post",
  path: "/v1/accounts/{accountId}/reset",
  operationId: "resetAccount",
  summary: "Make a link to a new password, as an admin or with the deployment's own API key",
  tag: "sign-in",
  pathSchema: z.object({ accountId: personIdSchema }),
  body: { name: "ResetAccountRequest", schema: resetAccountRequestSchema },
  answers: [{ status: 201, schema: "Invitation", about: "The token is told once, and good for a day." }],
  problems: ["PUR-2002", "PUR-2006", "PUR-2051"],
  handle: async ({ path: { accountId }, body, caller }, services) => {
    const by = { ...caller, isOperator: isOperator(caller, services) };
    return json<Invitation>(await resetAccount(accountId, body, by, servicesOf(services)), 201);
  },
});

/** With the deployment's own key, with which the first account is made too. */
function isOperator({ id, authenticated, scopes }: Caller, { keys }: ApiServices): boolean {
  const isOwn = keys.some(({ limit, caller }) => limit === "programs" && caller.id === id);
  return authenticated === "api-key" && isOwn && scopes.includes("channel");
}

export const signInRoutes: readonly Route[] = [
  read,
  enter,
  here,
  leave,
  beginFactor,
  confirmFactor,
  begin,
  list,
  inviteRoute,
  accept,
  role,
  reset,
];
