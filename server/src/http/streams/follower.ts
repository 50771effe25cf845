import { epochMsOf, type Instant, PurserError } from "@purser/contract";
import { readConversation, type Visitor } from "../../conversations/visitors/visitor-session.ts";
import { issuedBy } from "../admit.ts";
import type { ApiServices } from "../api-services.ts";
import { authenticate } from "../authenticate.ts";
import type { Follower } from "./open-streams.ts";
import { hashToken, readSession, type SessionServices } from "../sign-in/sessions.ts";

/** What a session is told as it comes ends now and then: whoever asks for more must still have one. */
const longestStreamMs = 300_000;
/** So long one look at a session or key counts: a desk follows many changes in a second. */
const looksEveryMs = 1_500;

/** What the streams of a session are found by. */
export function sessionHolder(token: string): string {
  return `session ${hashToken(token)}`;
}

export function followerBySession(token: string, signal: AbortSignal, services: SessionServices): Follower {
  const isGood = async (): Promise<boolean> => {
    const session = await readSession(token, services);
    return session !== null && !session.isDue;
  };
  return {
    kind: "session",
    holder: sessionHolder(token),
    gone: AbortSignal.any([signal, AbortSignal.timeout(longestStreamMs)]),
    mayGoOn: nowAndThen(isGood),
  };
}

/** A stream of a key goes on for as long as the key is good. */
export function followerByKey(
  authorization: string | undefined,
  signal: AbortSignal,
  { keys, signIn }: Pick<ApiServices, "keys" | "signIn">,
): Follower {
  const isGood = (): Promise<boolean> => isNoProblem(authenticate(authorization, keys, issuedBy(signIn)));
  return {
    kind: "key",
    holder: `key ${hashToken(authorization ?? "")}`,
    gone: signal,
    mayGoOn: nowAndThen(isGood),
  };
}

/** Only what comes into the log takes a conversation from a visitor, and the end of her session, which is known. */
export function followerOfVisitor(
  visitor: Visitor | null,
  now: Instant,
  signal: AbortSignal,
  { desk }: Pick<ApiServices, "desk">,
): Follower {
  const leftMs = visitor === null ? 0 : Math.max(0, epochMsOf(visitor.expires) - epochMsOf(now));
  return {
    kind: "visitor",
    holder: `visitor ${visitor?.case ?? ""}`,
    gone: AbortSignal.any([signal, AbortSignal.timeout(Math.min(longestStreamMs, leftMs))]),
    mayGoOn: async (hasNews) => !hasNews || (visitor !== null && (await isNoProblem(readConversation(visitor, desk)))),
  };
}

function nowAndThen(isGood: () => Promise<boolean>): Follower["mayGoOn"] {
  let lookedAtMs = performance.now();
  return async () => {
    if (performance.now() - lookedAtMs < looksEveryMs) return true;
    lookedAtMs = performance.now();
    return isGood();
  };
}

/** False for what is refused; what could not be found out is thrown. */
async function isNoProblem(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof PurserError && error.code !== "PUR-1005") return false;
    throw error;
  }
}
