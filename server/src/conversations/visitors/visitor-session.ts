import {
  type CaseId,
  caseIdSchema,
  epochMsOf,
  identityLevelSchema,
  type Instant,
  instantSchema,
  plusMs,
  PurserError,
  type VisitorSession,
} from "@purser/contract";
import { z } from "zod";
import type { Desk } from "../desk.ts";
import { type CaseNow, readCaseNow } from "../read-case-now.ts";
import { readSignedClaim, type Seal, signClaim } from "../signed-claim.ts";

const claimSchema = z.strictObject({
  /** Null for somebody who is known and has not written yet. */
  case: caseIdSchema.nullable(),
  /** Her id in the systems of record, as the host site has vouched for it; null for a visitor whom it does not know. */
  customer: z.string().nullable(),
  level: identityLevelSchema,
  identifiedUntil: instantSchema.nullable(),
  expires: instantSchema,
});

/** What a visitor's session says: which conversation is hers, and whom the host site has vouched for. */
export type Visitor = z.infer<typeof claimSchema>;

/** The method of an identity that the host site has vouched for. */
export const siteMethod = "site-token";

const dayMs = 86_400_000;
/** A stranger comes back within a month, or finds an empty window; whoever is known, for as long as a login lasts. */
const anonymousMs = 30 * dayMs;
const knownMs = 4 * 3_600_000;

export type SessionMeans = { tenant: string; secret: Uint8Array; now: Instant };

/**
 * A session that the server keeps no row of: it is signed, ends by itself, and is held against the case at every use. `until` is
 * given where one session is made by another: a login is not made longer by that.
 */
export function openVisitorSession(
  { caseId, customerRef, level, identifiedUntil }: VisitorIdentity & { caseId: CaseId | null },
  { tenant, secret, now }: SessionMeans,
  until: Instant = plusMs(now, customerRef === null ? anonymousMs : knownMs),
): VisitorSession {
  const claim: Visitor = { case: caseId, customer: customerRef, level, identifiedUntil, expires: until };
  return {
    session: signClaim(claim, sealFor(tenant, secret)),
    caseId,
    isKnown: customerRef !== null,
    expiresAt: until,
  };
}

export type VisitorIdentity = {
  customerRef: string | null;
  level: Visitor["level"];
  identifiedUntil: Instant | null;
};

/** Throws PUR-3360 for a token that is none of ours, or whose time is over. */
export function readVisitorSession(token: string, { tenant, secret, now }: SessionMeans): Visitor {
  const visitor = readSignedClaim(token, claimSchema, sealFor(tenant, secret));
  if (visitor === null) throw new PurserError("PUR-3360", "The session is none of this server's.");
  if (epochMsOf(now) >= epochMsOf(visitor.expires)) throw new PurserError("PUR-3360", "The session is over.");
  return visitor;
}

/** The case that a conversation is now, and the cases before it that were merged into it, the first one first. */
export type Conversation = CaseNow & { earlier: readonly CaseId[] };

/**
 * The conversation of a visitor, as it stands. One that the host site has said to be a customer's is from then on hers alone:
 * a session from before is no key to it. Where her case was merged she goes on in the one that goes on, if that is hers too.
 *
 * @throws PurserError PUR-3361 she has none yet · PUR-3360 it is not hers · PUR-2182 it was erased.
 */
export async function readConversation(visitor: Visitor, desk: Pick<Desk, "store" | "tenant">): Promise<Conversation> {
  if (visitor.case === null) throw new PurserError("PUR-3361", "");
  const earlier: CaseId[] = [];
  for (let caseId = visitor.case; ;) {
    const caseNow = await readCaseNow(caseId, desk);
    const { customerRef, identity, mergedInto } = caseNow.state;
    const isHers =
      visitor.customer === null
        ? customerRef === null || identity.method !== siteMethod
        : visitor.customer === customerRef;
    if (!isHers) throw new PurserError("PUR-3360", "It belongs to somebody who has signed in.");
    if (mergedInto === null) return { ...caseNow, earlier };
    earlier.push(caseId);
    caseId = mergedInto;
  }
}

function sealFor(tenant: string, secret: Uint8Array): Seal {
  return { purpose: "visitor-session", tenant, secret };
}
