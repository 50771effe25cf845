import { type ErrorCode, PurserError, errorCodeSchema, errorTable } from "@purser/contract";
import { z } from "zod";
import type { Terminal } from "./terminal.ts";

/** What a person is told of an error. */
export type ErrorAccount = { code: ErrorCode; happened: string; detail: string; kept: string; todo: string };

/** An error that brings its own account, such as that of the embedded Postgres. */
const accountedSchema = z.object({
  code: errorCodeSchema,
  account: z.object({ happened: z.string(), kept: z.string(), todo: z.string() }),
});

function accountOf(error: unknown): ErrorAccount {
  if (error instanceof PurserError) return rowOf(error.code, error.detail);
  const accounted = accountedSchema.safeParse(error);
  if (accounted.success) return { code: accounted.data.code, detail: "", ...accounted.data.account };
  return rowOf("PUR-5001", error instanceof Error ? error.message : String(error));
}

function rowOf(code: ErrorCode, detail: string): ErrorAccount {
  const { happened, kept, todo } = errorTable[code];
  return { code, happened, detail, kept, todo };
}

/** With `--json` the account is a line of the result, so that a script reads one stream. The stack only on demand. */
export function printError(error: unknown, terminal: Terminal, how: { isJson: boolean; isVerbose: boolean }): void {
  const account = accountOf(error);
  if (how.isJson) terminal.print(JSON.stringify({ error: account }));
  else for (const line of linesOf(account)) terminal.note(line);
  if (how.isVerbose && error instanceof Error) terminal.note(stackOf(error));
}

function linesOf({ code, happened, detail, kept, todo }: ErrorAccount): string[] {
  const details = detail === "" ? [] : [`  ${detail.trimEnd().replaceAll("\n", "\n  ")}`];
  return [`${code} ${happened}`, ...details, `  Kept: ${kept}`, `  To do: ${todo}`];
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
