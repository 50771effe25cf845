import { createHash, randomBytes } from "node:crypto";
import {
  plusMs,
  type PersonView,
  PurserError,
  type SessionView,
  type TeammateRole,
  teammateRoleSchema,
} from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { moneyTotals } from "../../blueprint/versions/edit-limits.ts";
import { type People, roleNow } from "../../blueprint/settings/people.ts";
import type { AccountStore, OpenSession } from "../../cases/account-store.ts";
import type { Caller } from "../authenticate.ts";
import { accountOf } from "./account.ts";

export const sessionLastsMs = 43_200_000;
const sessionIdleMs = 1_800_000;
/** So often at most it is written down that a session was used. */
const touchEachMs = 30_000;
const tokenBytes = 32;

export type DeskDeployment = Extract<SessionView, { kind: "signed-in" }>["deployment"];

/** What the desk writes amounts and times by. */
export function deskDeploymentOf(
  { name, locale, timeZone, currency }: Blueprint["settings"],
  totals: Blueprint["totals"],
): DeskDeployment {
  return { name, locale, timeZone, currency, moneyTotals: moneyTotals(totals) };
}

export type SessionServices = {
  accounts: AccountStore;
  /** Those of the blueprint in force. */
  people: () => People;
  deployment: () => DeskDeployment;
  /** Who is signed in without a password where the server runs for whoever sits at its machine; nobody elsewhere. */
  localPeople: readonly PersonView[];
};

/** Whose session it is; `isDue` where a second factor must be set up first. */
export type Session = { open: OpenSession; person: PersonView; isDue: boolean };

/** A new token, told once; only its hash is kept. */
export function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(tokenBytes).toString("base64url");
  return { token, tokenHash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/** Roles that decide on money or on people sign in with a second factor, or do nothing. */
function needsSecondFactor(role: TeammateRole): boolean {
  return role === "lead" || role === "admin";
}

/** Null when there is none, when it is over, and when its holder has another role by now: then it is over too. */
export async function readSession(token: string | null, services: SessionServices): Promise<Session | null> {
  if (token === null) return null;
  const { accounts } = services;
  const open = await accounts.readSession(hashToken(token), { lastsMs: sessionLastsMs, idleMs: sessionIdleMs });
  if (open === null) return null;
  const person = await personOf(open, services);
  if (person === null || person.role !== open.role) {
    await accounts.endSession(open.tokenHash);
    return null;
  }
  return { open, person, isDue: !open.hasSecondFactor && needsSecondFactor(person.role) };
}

async function personOf(open: OpenSession, { accounts, people, localPeople }: SessionServices) {
  if (open.method === "local") return localPeople.find(({ id }) => id === open.accountId) ?? null;
  const row = await accounts.readAccount(open.accountId);
  if (row === null) return null;
  const { id, name, email, role } = accountOf(row).account;
  const now = roleNow(people(), id, role);
  return now === null ? null : { id, name, email, role: now };
}

export async function openSession(
  person: PersonView,
  how: { method: "password" | "local"; hasSecondFactor: boolean },
  { accounts }: SessionServices,
): Promise<string> {
  const { token, tokenHash } = newToken();
  await accounts.openSession({ tokenHash, accountId: person.id, role: person.role, ...how });
  return token;
}

/**
 * Who calls with a session. What the page asks by itself while nobody touches it keeps no session alive.
 *
 * @throws PurserError PUR-2046 no session · PUR-2044 its role needs a second factor first.
 */
export async function callerOf(token: string | null, isByPerson: boolean, services: SessionServices): Promise<Caller> {
  const session = await readSession(token, services);
  if (session === null) throw new PurserError("PUR-2046", "");
  if (session.isDue) throw new PurserError("PUR-2044", `The role is ${session.person.role}.`);
  if (isByPerson) await touch(session.open, services);
  const { id, role } = session.person;
  const authenticated = session.open.hasSecondFactor ? "session-second-factor" : "session";
  return { id, role: teammateRoleSchema.parse(role), scopes: ["desk"], authenticated };
}

async function touch({ tokenHash, seenAt }: OpenSession, { accounts }: SessionServices): Promise<void> {
  const isOld = Date.parse(await accounts.now()) - Date.parse(seenAt) >= touchEachMs;
  if (isOld) await accounts.touchSession(tokenHash);
}

export async function sessionViewOf(session: Session | null, services: SessionServices): Promise<SessionView> {
  if (session === null) {
    const isSetUp = (await services.accounts.listAccounts()).length > 0;
    return { kind: "signed-out", isSetUp, here: [...services.localPeople] };
  }
  const { open, person, isDue } = session;
  if (isDue) return { kind: "second-factor-due", person };
  return {
    kind: "signed-in",
    person,
    hasSecondFactor: open.hasSecondFactor,
    endsAt: plusMs(open.openedAt, sessionLastsMs),
    idleMinutes: sessionIdleMs / 60_000,
    deployment: services.deployment(),
  };
}
