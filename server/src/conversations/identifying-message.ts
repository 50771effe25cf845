import { type Instant, type MessageId, type NewEvent, plusMs } from "@purser/contract";
import { isSameCode, oneTimeCodeOf } from "@purser/kit/audit";
import {
  addressIn,
  codeIn,
  hasCode,
  isLikeCode,
  isMereAddress,
  isMereName,
  nameIn,
  withoutCodes,
} from "../cases/identification-text.ts";
import type { Desk } from "./desk.ts";
import type { CaseNow } from "./read-case-now.ts";

/** A message that says who she is: what is kept of it, and what follows from it. */
export type IdentifyingMessage = {
  text: string;
  /** Absent when it says more than that, and so is news for the reasoner too. */
  identifies?: "address" | "name" | "code";
  events: (messageId: MessageId) => readonly NewEvent[];
  /** A code is good until then. */
  notAfter: Instant | null;
};

const identifiedForMs = 4 * 3_600_000;

/** Null for a message that has nothing to do with who she is. No code in it reaches the log, or a reasoner. */
export async function readIdentifying(
  text: string,
  caseNow: CaseNow,
  desk: Pick<Desk, "store" | "tenant">,
): Promise<IdentifyingMessage | null> {
  const { identification } = caseNow.state;
  return (
    (identification.code === null ? null : await readCode(text, caseNow, desk)) ??
    readAddress(text, caseNow) ??
    readName(text, caseNow) ??
    readStrayCode(text, caseNow)
  );
}

async function readCode(
  text: string,
  { state, now }: CaseNow,
  { store, tenant }: Pick<Desk, "store" | "tenant">,
): Promise<IdentifyingMessage | null> {
  const { code } = state.identification;
  if (code === null) return null;
  const { requestId, addressee, level, expiresAt, triesLeft } = code;
  const expected = oneTimeCodeOf({ tenant, caseId: state.caseId, requestId }, await store.deploymentSecret());
  const isOpen = triesLeft > 0 && now < expiresAt;
  const given = codeIn(text);
  const isTheCode = hasCode(text, (digits) => isSameCode(digits, expected));
  if (!isTheCode && (given === null || !isOpen)) return null;
  // Since it was mailed the host site may have said that the case is somebody else's.
  const isHers = addressee !== null && (state.customerRef ?? addressee.ref) === addressee.ref;
  const isRight = isOpen && isHers && given !== null && isSameCode(given, expected);
  const tried: NewEvent = { kind: "code.tried", body: { requestId, isRight } };
  const shown: NewEvent[] =
    isRight && addressee !== null
      ? [
          {
            kind: "identity.changed",
            body: {
              subject: addressee.id,
              level,
              method: "code",
              expiresAt: plusMs(now, identifiedForMs),
              customer: addressee,
            },
          },
        ]
      : [];
  return {
    text: withoutCodes(text),
    identifies: "code",
    events: () => [tried, ...shown],
    notAfter: isRight ? expiresAt : null,
  };
}

/** A code that is none of this case's may be good in another one of hers, and is struck out too. */
function readStrayCode(text: string, { state }: CaseNow): IdentifyingMessage | null {
  if (!isLikeCode(text, state.finished.at(-1)?.step.kind === "ask")) return null;
  return { text: withoutCodes(text), events: () => [], notAfter: null };
}

function readAddress(text: string, { state }: CaseNow): IdentifyingMessage | null {
  const address = state.identification.isAsked ? addressIn(text) : null;
  if (address === null) return null;
  return {
    text,
    ...(isMereAddress(text) ? { identifies: "address" as const } : {}),
    events: (requestId) => [{ kind: "code.requested", body: { requestId, address } }],
    notAfter: null,
  };
}

/** Who does not know her address any more is looked for by her name. */
function readName(text: string, { state }: CaseNow): IdentifyingMessage | null {
  const name = state.identification.isAsked ? nameIn(text) : null;
  if (name === null) return null;
  return {
    text,
    ...(isMereName(text) ? { identifies: "name" as const } : {}),
    events: (requestId) => [{ kind: "code.requested", body: { requestId, name } }],
    notAfter: null,
  };
}
