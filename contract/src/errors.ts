import { z } from "zod";

export type ErrorEntry = {
  /** The problem type in HTTP answers, kebab-case. */
  name: string;
  status: number;
  happened: string;
  kept: string;
  todo: string;
};

/**
 * Every error that a person can meet. A code is never reused or renumbered. 1xxx starting and storage, 2xxx requests
 * and blueprint, 3xxx calls and systems of record, 4xxx pauses and authority.
 */
export const errorTable = {
  "PUR-1001": {
    name: "database-not-ready",
    status: 503,
    happened: "The embedded Postgres did not start.",
    kept: "Its data directory is unchanged.",
    todo: "Read the last lines of its log in the message; free the disk or the directory's permissions, then start again.",
  },
  "PUR-1002": {
    name: "already-running",
    status: 409,
    happened: "Another Purser process runs on this data directory.",
    kept: "Nothing was touched.",
    todo: "Use the running one, or stop it first.",
  },
  "PUR-1003": {
    name: "database-version",
    status: 503,
    happened: "The cluster was made by another major version of Postgres.",
    kept: "The cluster is unchanged.",
    todo: "Make a backup with the version that made it and restore that into a new directory.",
  },
  "PUR-1004": {
    name: "platform-unsupported",
    status: 503,
    happened: "There are no embedded Postgres binaries for this platform.",
    kept: "Nothing was created.",
    todo: "Start a Postgres of your own and set DATABASE_URL.",
  },
  "PUR-1005": {
    name: "database-unreachable",
    status: 503,
    happened: "The database did not answer.",
    kept: "What was committed is kept; nothing else was acknowledged.",
    todo: "Check DATABASE_URL and that the server runs; Purser tries again by itself.",
  },
  "PUR-1006": {
    name: "durability-off",
    status: 503,
    happened: "The database runs with fsync off or synchronous_commit off.",
    kept: "Nothing was written.",
    todo: "Switch both on: without them an acknowledged message may be lost.",
  },
  "PUR-1007": {
    name: "address-in-use",
    status: 503,
    happened: "The port is taken by another program.",
    kept: "Nothing was started.",
    todo: "Stop the other program or choose another port with --port.",
  },
  "PUR-1008": {
    name: "build-missing",
    status: 503,
    happened: "The build is missing or older than the sources, and could not be made.",
    kept: "Nothing was started.",
    todo: "Run npm ci, then npm run build.",
  },
  "PUR-1009": {
    name: "schema-newer",
    status: 503,
    happened: "The database was migrated by a newer Purser.",
    kept: "Nothing was written.",
    todo: "Start the newer version.",
  },
  "PUR-1010": {
    name: "server-not-running",
    status: 503,
    happened: "No Purser server answers.",
    kept: "Nothing was changed.",
    todo: "Start one with purser dev or purser serve, or name its address with --url.",
  },
  "PUR-1011": {
    name: "environment-invalid",
    status: 503,
    happened: "A variable of the environment or a key file does not have the expected form.",
    kept: "Nothing was started.",
    todo: "Mend or remove what the message names.",
  },
  "PUR-1012": {
    name: "starting",
    status: 503,
    happened: "Purser is starting or stopping.",
    kept: "Nothing was changed.",
    todo: "Try again in a few seconds.",
  },
  "PUR-2001": {
    name: "invalid-request",
    status: 400,
    happened: "The request does not have the expected form.",
    kept: "Nothing was changed.",
    todo: "Mend the fields that the message names.",
  },
  "PUR-2002": {
    name: "not-found",
    status: 404,
    happened: "There is no such record, or it is not yours to see.",
    kept: "Nothing was changed.",
    todo: "Check the id.",
  },
  "PUR-2003": {
    name: "body-too-large",
    status: 413,
    happened: "The body is larger than 1 MiB.",
    kept: "Nothing was stored.",
    todo: "Send less in one request.",
  },
  "PUR-2004": {
    name: "case-closed",
    status: 409,
    happened: "The case is closed.",
    kept: "The case is unchanged.",
    todo: "Open a new case.",
  },
  "PUR-2005": {
    name: "unauthenticated",
    status: 401,
    happened: "The request carries no valid credentials.",
    kept: "Nothing was changed.",
    todo: "Send an API key of this deployment as a bearer token.",
  },
  "PUR-2006": {
    name: "version-conflict",
    status: 409,
    happened: "The case changed in the meantime.",
    kept: "Nothing of this request was stored.",
    todo: "Read the case again and repeat the request.",
  },
  "PUR-2007": {
    name: "forbidden",
    status: 403,
    happened: "These credentials are not good for this.",
    kept: "Nothing was changed.",
    todo: "Use credentials with the scope that the message names.",
  },
  "PUR-2101": {
    name: "blueprint-missing",
    status: 400,
    happened: "There is no blueprint.yaml here or above.",
    kept: "Nothing was loaded.",
    todo: "Name its folder with --blueprint, or make one with purser init.",
  },
  "PUR-2102": {
    name: "blueprint-yaml",
    status: 400,
    happened: "A YAML file cannot be read.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the line that the message names.",
  },
  "PUR-2103": {
    name: "blueprint-field",
    status: 400,
    happened: "A field of the blueprint is missing, unknown or of the wrong type.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the field that the message names.",
  },
  "PUR-2104": {
    name: "tool-unloadable",
    status: 400,
    happened: "A tool file could not be loaded.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the error that the message quotes.",
  },
  "PUR-2105": {
    name: "tool-incomplete",
    status: 400,
    happened: "An action does not declare all that it must.",
    kept: "The running blueprint stays as it is.",
    todo: "Add what is missing: facts, describe, verify and undo.",
  },
  "PUR-2106": {
    name: "duplicate-name",
    status: 400,
    happened: "Two parts of the blueprint have the same name.",
    kept: "The running blueprint stays as it is.",
    todo: "Rename one of them.",
  },
  "PUR-2107": {
    name: "unknown-reference",
    status: 400,
    happened: "The blueprint names something that does not exist.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the name or add what it names.",
  },
  "PUR-2108": {
    name: "expression-invalid",
    status: 400,
    happened: "An expression cannot be read or does not fit the types of its facts.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the expression at the place that the message names.",
  },
  "PUR-2109": {
    name: "policy-invalid",
    status: 400,
    happened: "A guardrail does not fit the schema of the tools.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the policy at the place that the message names.",
  },
  "PUR-2110": {
    name: "policy-non-monotone",
    status: 400,
    happened: "A guardrail uses assurance in a way that could make more assurance allow less.",
    kept: "The running blueprint stays as it is.",
    todo: "Use context.assurance only un-negated, in the when of a permit or the unless of a forbid.",
  },
  "PUR-2111": {
    name: "policy-example-failed",
    status: 400,
    happened: "An example of a guardrail has another verdict than it expects.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the policy or the example.",
  },
  "PUR-2112": {
    name: "blueprint-gone",
    status: 409,
    happened: "The blueprint version that the case started with can no longer be run.",
    kept: "The case is with a person.",
    todo: "Finish the case by hand, or publish the old version again.",
  },
  "PUR-2130": {
    name: "knowledge-invalid",
    status: 400,
    happened: "A page of knowledge has no heading, the same one twice, or text that stands under none.",
    kept: "The running blueprint stays as it is.",
    todo: "Mend the page at the line that the message names.",
  },
  "PUR-3001": {
    name: "not-sent",
    status: 502,
    happened: "The system of record could not be reached.",
    kept: "Nothing was changed there.",
    todo: "Check that it runs; Purser tries again or hands over.",
  },
  "PUR-3002": {
    name: "no-answer",
    status: 504,
    happened: "The system of record did not answer in time.",
    kept: "The call may have happened; it is looked up before anything is repeated.",
    todo: "Nothing, unless a person is asked to look.",
  },
  "PUR-3003": {
    name: "garbled-answer",
    status: 502,
    happened: "The system of record answered something unreadable.",
    kept: "The call may have happened; it is looked up before anything is repeated.",
    todo: "Check the system of record.",
  },
  "PUR-3004": {
    name: "system-refused",
    status: 422,
    happened: "The system of record refused the request.",
    kept: "Nothing was changed there.",
    todo: "Read its reason in the message.",
  },
  "PUR-3005": {
    name: "precondition-failed",
    status: 412,
    happened: "The record changed since it was read.",
    kept: "Nothing was changed there.",
    todo: "Nothing; Purser reads it again and decides anew.",
  },
  "PUR-3006": {
    name: "system-error",
    status: 502,
    happened: "The system of record failed.",
    kept: "The call may have happened; it is looked up before anything is repeated.",
    todo: "Check the system of record.",
  },
  "PUR-3007": {
    name: "rate-limited",
    status: 429,
    happened: "The system of record asks to slow down.",
    kept: "Nothing was changed there.",
    todo: "Nothing; Purser waits.",
  },
  "PUR-3008": {
    name: "invalid-arguments",
    status: 400,
    happened: "The arguments of a call do not have the form that its tool declares.",
    kept: "Nothing was called.",
    todo: "Nothing; the proposal is refused and the reasoner told.",
  },
  "PUR-3009": {
    name: "worker-lost",
    status: 500,
    happened: "The worker ended while a call was under way.",
    kept: "The call is looked up before anything is repeated.",
    todo: "Nothing, unless a person is asked to look.",
  },
  "PUR-3010": {
    name: "read-back-mismatch",
    status: 502,
    happened: "The system of record reported success and does not show it.",
    kept: "The call counts as unknown.",
    todo: "Check the system of record.",
  },
  "PUR-3011": {
    name: "tool-threw",
    status: 500,
    happened: "A tool ended with an exception.",
    kept: "The call may have happened; it is looked up before anything is repeated.",
    todo: "Mend the tool; its message is in the log.",
  },
  "PUR-3012": {
    name: "undo-impossible",
    status: 409,
    happened: "The call cannot be taken back.",
    kept: "Nothing was changed.",
    todo: "Read the reason in the message.",
  },
  "PUR-4001": {
    name: "digest-mismatch",
    status: 409,
    happened: "The answer was given for another proposal than the one that is open.",
    kept: "Nothing was executed; the pause is unchanged.",
    todo: "Read the pause again and answer what it shows.",
  },
  "PUR-4002": {
    name: "expired",
    status: 409,
    happened: "The pause's deadline has passed.",
    kept: "Nothing was executed.",
    todo: "Ask for the action again; it will be proposed anew.",
  },
  "PUR-4003": {
    name: "already-answered",
    status: 409,
    happened: "The pause has been answered.",
    kept: "The first answer stands.",
    todo: "Nothing.",
  },
  "PUR-4004": {
    name: "not-authorised",
    status: 403,
    happened: "This person may not answer this pause.",
    kept: "The pause stays open; the attempt is on record.",
    todo: "Ask somebody with the role that the pause names, who did not propose it.",
  },
  "PUR-4005": {
    name: "ambiguous-answer",
    status: 409,
    happened: "The answer names no pause, and more than one is open.",
    kept: "Nothing was executed; the pauses are unchanged.",
    todo: "Name the pause by its id and digest.",
  },
  "PUR-4006": {
    name: "pause-over",
    status: 409,
    happened: "The pause was withdrawn or replaced.",
    kept: "Nothing was executed.",
    todo: "Answer the pause that replaced it, if there is one.",
  },
  "PUR-5001": {
    name: "internal",
    status: 500,
    happened: "Purser met a fault of its own.",
    kept: "What was committed is kept; the case is parked for a person if it repeats.",
    todo: "Report it with the log lines of that time.",
  },
  "PUR-5002": {
    name: "log-broken",
    status: 500,
    happened: "A case log does not verify.",
    kept: "Nothing was changed; the case is not worked on.",
    todo: "Compare with an exported checkpoint and restore a backup.",
  },
} as const satisfies Record<`PUR-${number}`, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export const errorCodeSchema = z.custom<ErrorCode>(
  (value) => typeof value === "string" && Object.hasOwn(errorTable, value),
  "no such error code",
);

/** An error that a person can meet, carried to the edge that shows it. `detail` is for operators, not customers. */
export class PurserError extends Error {
  override readonly name = "PurserError";
  readonly code: ErrorCode;
  readonly detail: string;
  constructor(code: ErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code} ${errorTable[code].happened} ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
