import type { Instant } from "@purser/contract";

/** An account as it is kept: whose, how it is found, and all that is known of it as text, which lies encrypted. */
export type AccountRow = {
  accountId: string;
  /** A keyed hash of the address, so that the row tells no address. */
  emailHash: string;
  /** From 1 on. */
  version: number;
  text: string;
};

export type SavedText = { version: number; text: string };

/** A session by the hash of its token: who knows the database cannot use it. */
export type SessionRow = {
  tokenHash: string;
  accountId: string;
  /** What counted when it was opened; it ends when something else does. */
  role: string;
  /** How its holder was known. */
  method: string;
  hasSecondFactor: boolean;
};
export type OpenSession = SessionRow & { openedAt: Instant; seenAt: Instant };

/** An API key that was made at the desk, by the hash of it: who knows the database cannot use it. */
export type IssuedKeyRow = {
  keyId: string;
  keyHash: string;
  name: string;
  role: string;
  scopes: readonly string[];
  madeBy: string;
  endsAt: Instant;
};
export type IssuedKey = IssuedKeyRow & { madeAt: Instant; lastUsedAt: Instant | null; endedAt: Instant | null };

/** After so many tries each further one waits twice as long as the one before it. */
export const freeTries = 5;
export const firstWaitMs = 60_000;
export const longestWaitMs = 3_600_000;
/** A row of tries is forgotten after so long. */
export const triesKeptMs = 86_400_000;

/**
 * Accounts of the desk, their sessions, and the tries to sign in. Time is the store's. An implementation encrypts the text
 * of an account under the deployment's key, and keeps no token and no address in the clear.
 */
export type AccountStore = {
  now: () => Promise<Instant>;
  /** Hashes an address with the deployment's secret. */
  emailHash: (email: string) => string;
  listAccounts: () => Promise<readonly AccountRow[]>;
  readAccount: (accountId: string) => Promise<AccountRow | null>;
  findAccount: (emailHash: string) => Promise<AccountRow | null>;
  /** Version 1 is a new account: false when id or address is taken, or, for `isFirst`, when there is any account. */
  addAccount: (account: AccountRow, isFirst: boolean) => Promise<boolean>;
  /** Replaces the version before; false when somebody else was faster. */
  changeAccount: (account: AccountRow) => Promise<boolean>;

  /** What an account has saved for its views of the inbox, as text that lies encrypted; null when nothing. */
  readFilters: (accountId: string) => Promise<SavedText | null>;
  /** Version 1 is the first, each later one replaces the one before; false when somebody else was faster. */
  saveFilters: (accountId: string, saved: SavedText) => Promise<boolean>;

  openSession: (session: SessionRow) => Promise<void>;
  /** Null when there is none, when it is older than `lastsMs`, or when it was not used for `idleMs`. */
  readSession: (tokenHash: string, bounds: { lastsMs: number; idleMs: number }) => Promise<OpenSession | null>;
  /** It was used just now. */
  touchSession: (tokenHash: string) => Promise<void>;
  endSession: (tokenHash: string) => Promise<void>;
  endSessionsOf: (accountId: string) => Promise<void>;

  /** Made now. */
  addKey: (key: IssuedKeyRow) => Promise<void>;
  /** The one made last first, ended ones too. */
  listKeys: () => Promise<readonly IssuedKey[]>;
  /** Null when there is none of this hash, or when it has ended. */
  findKey: (keyHash: string) => Promise<IssuedKey | null>;
  /** It was used just now. */
  touchKey: (keyId: string) => Promise<void>;
  /** From now on it is refused; false when there is none, or when somebody has ended it before. */
  endKey: (keyId: string) => Promise<boolean>;

  /** Counts a try before it is looked at, so that tries side by side are counted too; until when to wait, or null. */
  takeTry: (key: string) => Promise<Instant | null>;
  forgetTries: (key: string) => Promise<void>;
  close: () => Promise<void>;
};
