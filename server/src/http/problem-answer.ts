import { type ErrorCode, PurserError, problemOf } from "@purser/contract";
import type { OperatorLog } from "../worker/world.ts";
import { errorFields } from "../trace/error-fields.ts";

/** Any error as a problem+json answer. */
export function problemAnswer(error: unknown, log: OperatorLog): Response {
  return answerOf(codedError(error, log));
}

/** What is no coded error is ours: logged, and told without its words. */
export function codedError(error: unknown, log: OperatorLog): PurserError {
  if (error instanceof PurserError) return error;
  log("error", "request.failed", errorFields(error));
  return new PurserError("PUR-5001", "The operator's log has the details.", { cause: error });
}

/** What is answered before all of the body was read. */
const unread: readonly ErrorCode[] = ["PUR-2003", "PUR-3390", "PUR-3392", "PUR-3397"];

function answerOf(error: PurserError): Response {
  const { code, retryAfterMs } = error;
  const problem = problemOf(error);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      ...(code === "PUR-2005" ? { "www-authenticate": "Bearer" } : {}),
      ...(retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) }),
      // The rest of the body is not read, so the connection cannot be used again.
      ...(unread.includes(code) ? { connection: "close" } : {}),
    },
  });
}
