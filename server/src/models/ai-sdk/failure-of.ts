import { type ErrorCode, unreachable } from "@purser/contract";
import { EgressError } from "@purser/kit";
import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from "ai";

export type Failure = {
  code: ErrorCode;
  detail: string;
  /** The service said that this model cannot call tools. */
  lacksTools: boolean;
  /** How long to wait before the same may work; null when it will not. */
  retryAfterMs: number | null;
};

const longestDetail = 300;
const soonMs = 300;
const secondMs = 1000;
const noTools =
  /\b(?:tools?|functions?|tool_choice)\b[^.]{0,60}\b(?:not|un)\s?support|\b(?:not|un)\s?support\w*\b[^.]{0,60}\b(?:tools?|functions?|tool_choice)\b/i;
const tooLong =
  /context.?(?:length|window)|\b(?:prompt|input|request)\b[^.]{0,40}\btoo (?:long|large)\b|maximum context|too many (?:input )?tokens/i;

/** What an error of the AI SDK means. `hasBegun`: parts of the answer had come before it. */
export function failureOf(error: unknown, hasBegun: boolean): Failure {
  const detail = (error instanceof Error ? error.message : JSON.stringify(error ?? null)).slice(0, longestDetail);
  const failure = (code: ErrorCode, retryAfterMs: number | null = null, lacksTools = false): Failure => ({
    code,
    detail,
    lacksTools,
    retryAfterMs,
  });
  const onTheWay = [error, error instanceof Error ? error.cause : null].find((cause) => cause instanceof EgressError);
  if (onTheWay instanceof EgressError) return failureOnTheWay(onTheWay, failure, hasBegun);
  if (APICallError.isInstance(error)) return failureOfCall(error, failure);
  // A stream that ends without an end.
  if (InvalidResponseDataError.isInstance(error)) return failure(hasBegun ? "PUR-6011" : "PUR-6007");
  if (isUnreadable(error)) return failure("PUR-6007");
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError"))
    return failure("PUR-6002");
  return failure("PUR-6006");
}

function isUnreadable(error: unknown): boolean {
  return (
    // What is nested too deeply to be read.
    error instanceof RangeError ||
    JSONParseError.isInstance(error) ||
    TypeValidationError.isInstance(error) ||
    EmptyResponseBodyError.isInstance(error)
  );
}

type MakeFailure = (code: ErrorCode, retryAfterMs?: number | null, lacksTools?: boolean) => Failure;

function failureOnTheWay({ kind }: EgressError, failure: MakeFailure, hasBegun: boolean): Failure {
  switch (kind) {
    case "denied":
      return failure("PUR-6080");
    case "notSent":
      return failure("PUR-6001", soonMs);
    case "unusable":
      return failure("PUR-6001");
    case "tooLarge":
      return failure("PUR-6010");
    case "noAnswer":
      return hasBegun ? failure("PUR-6011") : failure("PUR-6001", soonMs);
    default:
      return unreachable(kind);
  }
}

function failureOfCall(error: APICallError, failure: MakeFailure): Failure {
  const { statusCode, responseHeaders, responseBody = "", message } = error;
  if (statusCode === undefined) return failure("PUR-6001", soonMs);
  if (statusCode === 429) return failure("PUR-6003", retryAfterOf(responseHeaders?.["retry-after"]));
  if (statusCode === 401 || statusCode === 403) return failure("PUR-6004");
  if (statusCode === 413 || (statusCode < 500 && tooLong.test(`${message} ${responseBody}`)))
    return failure("PUR-6019");
  if (statusCode >= 500) return failure("PUR-6006", soonMs);
  if (statusCode >= 400) return failure("PUR-6005", null, noTools.test(`${message} ${responseBody}`));
  return failure("PUR-6007");
}

/** Whole seconds; a date, or nothing, is taken for a second. */
function retryAfterOf(header: string | undefined): number {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) || seconds < 0 ? secondMs : seconds * secondMs;
}
