import { PurserError } from "@purser/contract";

/** What the operators' log tells of an error: nothing that anybody wrote. */
export type ErrorFields = {
  /** Its class. */
  error: string;
  /** A code of ours, a SQLSTATE, or that of a driver; null where it has none. */
  code: string | null;
  /** What an SMTP or HTTP system answered. */
  status: number | null;
  /** The uppermost places of our code and of a blueprint's, the innermost first: `worker/steps/call.ts:40:12 < …`. */
  at: string | null;
  /** Class and code of what was behind it, the nearest first. */
  cause: string | null;
};

const mostPlaces = 5;
const mostCauses = 3;
const className = /^[A-Za-z_$][\w$]{0,60}$/;
const knownCode = /^(?:[A-Z][A-Z0-9_-]{1,40}|[0-9A-Z]{5})$/;
/** The last folders of a file and the place in it, at the end of a line of a stack. */
const place = /((?:[\w.-]+\/){1,2}[\w.-]+\.[cm]?[jt]sx?:\d+:\d+)\)?$/;
const ofOthers = /\/node_modules\/(?!@purser\/)/;

/**
 * The words of an error are left out: a mail system quotes the address, Postgres the value, a tool its argument. So is
 * a code that is no code.
 */
export function errorFields(error: unknown): ErrorFields {
  return {
    error: classOf(error),
    code: codeOf(error),
    status: statusOf(error),
    at: error instanceof Error ? placesOf(error) : null,
    cause: causesOf(error),
  };
}

function classOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const own: unknown = error.constructor.name;
  const name = own === "Error" ? error.name : own;
  return typeof name === "string" && className.test(name) ? name : "Error";
}

function codeOf(error: unknown): string | null {
  if (error instanceof PurserError) return error.code;
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" && knownCode.test(error.code) ? error.code : null;
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const status = "responseCode" in error ? error.responseCode : "status" in error ? error.status : null;
  return typeof status === "number" && Number.isInteger(status) && status >= 100 && status < 600 ? status : null;
}

/** The lines after the message, which may have lines of its own. */
function placesOf({ stack = "", message }: Error): string | null {
  const from = stack.indexOf(message);
  const lines = from < 0 ? [] : stack.slice(from + message.length).split("\n");
  const places = lines.flatMap((line) => (ofOthers.test(line) ? [] : (place.exec(line)?.[1] ?? [])));
  return places.length === 0 ? null : places.slice(0, mostPlaces).join(" < ");
}

function causesOf(error: unknown): string | null {
  const causes: string[] = [];
  for (let each = error; each instanceof Error && each.cause !== undefined && causes.length < mostCauses;) {
    each = each.cause;
    causes.push([classOf(each), codeOf(each)].filter((part) => part !== null).join(" "));
  }
  return causes.length === 0 ? null : causes.join(" < ");
}
