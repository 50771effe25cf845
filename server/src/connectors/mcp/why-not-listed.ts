import { PurserError } from "@purser/contract";
import { EgressError } from "@purser/kit";
import { SdkError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";

/** Why nothing was listed, for operators: in words of ours, since a server says in its own whatever it likes. */
export function whyNotListed(error: unknown): PurserError {
  const chain = causesOf(error);
  const own = chain.find((each) => each instanceof PurserError);
  return own instanceof PurserError ? own : new PurserError("PUR-3025", sentenceOf(chain), { cause: error });
}

const notLetIn: ReadonlySet<number> = new Set([401, 403]);

function sentenceOf(chain: readonly unknown[]): string {
  for (const each of chain) {
    if (each instanceof EgressError) return each.message;
    if (each instanceof SdkHttpError)
      return notLetIn.has(each.status) ? `It does not let us in (${each.status}).` : `It answers ${each.status}.`;
    if (each instanceof SdkError && each.code === SdkErrorCode.RequestTimeout) return "It gave no answer in time.";
    if (each instanceof Error && "syscall" in each) return "Its program could not be started.";
  }
  return "It gave no answer that can be read.";
}

const deepest = 5;

function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let cause = error;
  while (cause instanceof Error && causes.length < deepest) {
    causes.push(cause);
    cause = cause.cause;
  }
  return causes;
}
