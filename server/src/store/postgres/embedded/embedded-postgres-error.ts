export type EmbeddedPostgresErrorCode = "PUR-1001" | "PUR-1002" | "PUR-1003" | "PUR-1004";

export type EmbeddedPostgresAccount = { happened: string; kept: string; todo: string };

/** The only error that the supervisor throws; its message is the whole account, ready to be shown to an operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  readonly code: EmbeddedPostgresErrorCode;
  readonly account: EmbeddedPostgresAccount;

  constructor(code: EmbeddedPostgresErrorCode, account: EmbeddedPostgresAccount, cause?: unknown) {
    super(`${account.happened} ${account.kept} ${account.todo}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.account = account;
  }
}
