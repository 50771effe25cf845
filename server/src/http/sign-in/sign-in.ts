import {
  type AccountView,
  type InviteRequest,
  type Invitation,
  PurserError,
  type ResetAccountRequest,
  type SecondFactor,
  type SetUpRequest,
  type TeammateRole,
  plusMs,
} from "@purser/contract";
import { roleNow } from "../../blueprint/settings/people.ts";
import { type Account, type KnownAccount, accountOf, accountViewOf, hasSecondFactor, rowOf } from "./account.ts";
import { newTotpSecret, totpStep, totpUri } from "./one-time-password.ts";
import { isPassword, keepPassword } from "./password.ts";
import { hashToken, newToken, openSession, readSession, type Session, type SessionServices } from "./sessions.ts";

const invitationLastsMs = 259_200_000;
const resetLastsMs = 86_400_000;
const noFactors = { password: null, secondFactor: null, invitation: null } as const;

/**
 * Signs somebody in; the token of the new session.
 *
 * @throws PurserError PUR-2040 wrong, or nobody's · PUR-2041 too many tries · PUR-2042 the code is missing · PUR-2043 it is
 * wrong.
 */
export async function signIn(
  { email, password, code }: { email: string; password: string; code?: string },
  services: SessionServices,
): Promise<string> {
  const { accounts, people } = services;
  const emailHash = accounts.emailHash(email);
  await countTry(emailHash, services);
  const row = await accounts.findAccount(emailHash);
  const known = row === null ? null : accountOf(row);
  const isRight = await isPassword(password, known?.account.password ?? null);
  const role = known === null ? null : roleNow(people(), known.account.id, known.account.role);
  if (!isRight || known === null || role === null) throw new PurserError("PUR-2040", "");
  if (hasSecondFactor(known.account)) await spendCode(known, code, emailHash, services);
  await accounts.forgetTries(emailHash);
  const { id, name } = known.account;
  return openSession(
    { id, name, email: known.account.email, role },
    { method: "password", hasSecondFactor: hasSecondFactor(known.account) },
    services,
  );
}

async function countTry(key: string, { accounts }: SessionServices): Promise<void> {
  const until = await accounts.takeTry(key);
  if (until !== null) throw new PurserError("PUR-2041", `The next one can be made at ${until}.`);
}

/** A code is good once. */
async function spendCode(
  { account, version }: KnownAccount,
  code: string | undefined,
  emailHash: string,
  { accounts }: SessionServices,
): Promise<void> {
  const { secondFactor } = account;
  if (secondFactor === null) return;
  // It stays a try: were it forgotten, whoever has the password could try one code after another.
  if (code === undefined) throw new PurserError("PUR-2042", "");
  const step = totpStep(code, secondFactor.secret, Date.parse(await accounts.now()), secondFactor.lastStep);
  const spent = step === null ? null : { ...account, secondFactor: { ...secondFactor, lastStep: step } };
  if (spent === null || !(await accounts.changeAccount(rowOf(spent, version + 1, emailHash))))
    throw new PurserError("PUR-2043", "");
}

/** For whoever sits at this machine, as the first of those who may be there or as whom they name. Throws PUR-2050 elsewhere. */
export async function signInHere(personId: string | undefined, services: SessionServices): Promise<string> {
  const { localPeople } = services;
  const person = localPeople.find(({ id }) => personId === undefined || id === personId);
  if (person === undefined) throw new PurserError("PUR-2050", personId ?? "");
  return openSession(person, { method: "local", hasSecondFactor: true }, services);
}

/** The first account, an admin's. Throws PUR-2047 when there is one. */
export async function setUp(request: SetUpRequest, services: SessionServices): Promise<string> {
  const { accounts } = services;
  const { id, name, email } = request;
  const password = await keepPassword(request.password);
  const account: Account = { ...noFactors, id, name, email, role: "admin", password };
  const isAdded = await accounts.addAccount(rowOf(account, 1, accounts.emailHash(email)), true);
  if (!isAdded) throw new PurserError("PUR-2047", "");
  return openSession(
    { id, name, email, role: roleNow(services.people(), id, "admin") ?? "admin" },
    { method: "password", hasSecondFactor: false },
    services,
  );
}

/** The account of a session. Throws PUR-2046 for none, PUR-2050 for whoever has none, as at this machine. */
async function ownAccount(
  token: string | null,
  services: SessionServices,
): Promise<KnownAccount & { session: Session }> {
  const session = await readSession(token, services);
  if (session === null) throw new PurserError("PUR-2046", "");
  const row = await services.accounts.readAccount(session.person.id);
  if (row === null || session.open.method === "local") throw new PurserError("PUR-2050", "There is no account to it.");
  return { ...accountOf(row), session };
}

/** A new secret, which counts once a code of it was given. Throws PUR-2044 where one counts already. */
export async function beginSecondFactor(token: string | null, services: SessionServices): Promise<SecondFactor> {
  const { account, version } = await ownAccount(token, services);
  if (hasSecondFactor(account)) throw new PurserError("PUR-2006", "This account has a second factor already.");
  const secret = newTotpSecret();
  const changed = { ...account, secondFactor: { secret, isConfirmed: false, lastStep: 0 } };
  await change(changed, version, services);
  return { secret, uri: totpUri(secret, services.deployment().name, account.email) };
}

/** The token of a session that has it. Throws PUR-2043 for a wrong code, PUR-2041 for too many. */
export async function confirmSecondFactor(
  token: string | null,
  code: string,
  services: SessionServices,
): Promise<string> {
  const { accounts } = services;
  const { account, version, session } = await ownAccount(token, services);
  const key = accounts.emailHash(account.email);
  await countTry(key, services);
  const { secondFactor } = account;
  if (secondFactor === null || secondFactor.isConfirmed) throw new PurserError("PUR-2006", "None is being set up.");
  const step = totpStep(code, secondFactor.secret, Date.parse(await accounts.now()), secondFactor.lastStep);
  if (step === null) throw new PurserError("PUR-2043", "");
  await change({ ...account, secondFactor: { ...secondFactor, isConfirmed: true, lastStep: step } }, version, services);
  await accounts.forgetTries(key);
  await accounts.endSessionsOf(account.id);
  return openSession(session.person, { method: "password", hasSecondFactor: true }, services);
}

async function change(account: Account, version: number, { accounts }: SessionServices): Promise<void> {
  const row = rowOf(account, version + 1, accounts.emailHash(account.email));
  if (!(await accounts.changeAccount(row))) throw new PurserError("PUR-2006", account.id);
}

/** Throws PUR-2051 for whoever is neither admin nor auditor. */
export async function listAccounts(
  by: { role: TeammateRole },
  { accounts, people }: SessionServices,
): Promise<AccountView[]> {
  if (by.role !== "auditor") refuseUnlessAdmin(by);
  return (await accounts.listAccounts()).map((row) => accountViewOf(accountOf(row).account, people()));
}

/** Throws PUR-2051 for whoever is no admin, PUR-2049 when id or address is taken. */
export async function invite(
  request: InviteRequest,
  by: { role: TeammateRole },
  services: SessionServices,
): Promise<Invitation> {
  refuseUnlessAdmin(by);
  const { accounts } = services;
  const { token, tokenHash } = newToken();
  const expiresAt = plusMs(await accounts.now(), invitationLastsMs);
  const account: Account = {
    ...noFactors,
    ...request,
    invitation: { tokenHash, expiresAt, dropsSecondFactor: false },
  };
  if (!(await accounts.addAccount(rowOf(account, 1, accounts.emailHash(request.email)), false)))
    throw new PurserError("PUR-2049", request.id);
  return { id: request.id, token: `${request.id}:${token}`, expiresAt };
}

/**
 * A link to a new password for who has forgotten theirs, in the place of one that was made before. Until it is taken up
 * nothing changes: who still knows the old password signs in with it.
 *
 * @throws PurserError PUR-2051 for whoever is neither an admin nor the operator, or means themselves; PUR-2002 for nobody.
 */
export async function resetAccount(
  accountId: string,
  { secondFactor }: ResetAccountRequest,
  by: { id: string; role: TeammateRole; isOperator: boolean },
  services: SessionServices,
): Promise<Invitation> {
  const { accounts } = services;
  if (!by.isOperator) refuseUnlessAdmin(by);
  if (by.id === accountId) throw new PurserError("PUR-2051", "This is your own account.");
  const row = await accounts.readAccount(accountId);
  if (row === null) throw new PurserError("PUR-2002", accountId);
  const { account, version } = accountOf(row);
  const { token, tokenHash } = newToken();
  const expiresAt = plusMs(await accounts.now(), resetLastsMs);
  const invitation = { tokenHash, expiresAt, dropsSecondFactor: secondFactor === "set-up-again" };
  await change({ ...account, invitation }, version, services);
  return { id: accountId, token: `${accountId}:${token}`, expiresAt };
}

/**
 * The token of the first session, or of the only one: all others of the account end.
 *
 * @throws PurserError PUR-2048 for a link that is over · PUR-2041 too many codes · PUR-2042 the code is missing · PUR-2043 it
 * is wrong; the link stays good then.
 */
export async function acceptInvitation(
  given: { token: string; password: string; code?: string },
  services: SessionServices,
): Promise<string> {
  const { accounts, people } = services;
  const [accountId = "", secret = ""] = given.token.split(":");
  const row = await accounts.readAccount(accountId);
  const known = row === null ? null : accountOf(row);
  const invitation = known?.account.invitation ?? null;
  const isGood =
    invitation !== null && invitation.tokenHash === hashToken(secret) && (await accounts.now()) < invitation.expiresAt;
  if (known === null || !isGood) throw new PurserError("PUR-2048", "");
  const { account, version } = known;
  const role = roleNow(people(), account.id, account.role);
  if (role === null) throw new PurserError("PUR-2048", "The blueprint no longer names this person.");
  const secondFactor = invitation.dropsSecondFactor ? null : await confirmedBy(given.code, account, services);
  const password = await keepPassword(given.password);
  await change({ ...account, password, secondFactor, invitation: null }, version, services);
  const { id, name, email } = account;
  await accounts.forgetTries(accounts.emailHash(email));
  await accounts.endSessionsOf(id);
  const isConfirmed = secondFactor?.isConfirmed === true;
  return openSession({ id, name, email, role }, { method: "password", hasSecondFactor: isConfirmed }, services);
}

/** The second factor with this code spent; as it is where it does not count yet. */
async function confirmedBy(
  code: string | undefined,
  account: Account,
  services: SessionServices,
): Promise<Account["secondFactor"]> {
  const { secondFactor } = account;
  if (secondFactor === null || !secondFactor.isConfirmed) return secondFactor;
  if (code === undefined) throw new PurserError("PUR-2042", "");
  await countTry(services.accounts.emailHash(account.email), services);
  const step = totpStep(code, secondFactor.secret, Date.parse(await services.accounts.now()), secondFactor.lastStep);
  if (step === null) throw new PurserError("PUR-2043", "");
  return { ...secondFactor, lastStep: step };
}

/** Ends the sessions of whom it is about. Throws PUR-2051 for whoever is no admin or means themselves, PUR-2002 for nobody. */
export async function changeRole(
  accountId: string,
  role: TeammateRole,
  by: { id: string; role: TeammateRole },
  services: SessionServices,
): Promise<void> {
  refuseUnlessAdmin(by);
  if (by.id === accountId) throw new PurserError("PUR-2051", "This is your own account.");
  const row = await services.accounts.readAccount(accountId);
  if (row === null) throw new PurserError("PUR-2002", accountId);
  const { account, version } = accountOf(row);
  await change({ ...account, role }, version, services);
  await services.accounts.endSessionsOf(accountId);
}

function refuseUnlessAdmin({ role }: { role: TeammateRole }): void {
  if (role !== "admin") throw new PurserError("PUR-2051", `The role is ${role}.`);
}
