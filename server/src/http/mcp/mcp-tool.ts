import { PurserError } from "@purser/contract";
import { z } from "zod";
import type { OperatorLog } from "../../worker/world.ts";
import type { ApiServices } from "../api-services.ts";
import { type Caller, type Scope, requireMayWrite, requireScope } from "../authenticate.ts";

/** Who calls a tool, with what it works with. The key that they came with is not among it. */
export type McpRequest = {
  caller: Caller;
  services: ApiServices;
  log: OperatorLog;
  /** Aborted when the client goes away or calls the request off. */
  gone: AbortSignal;
};

export type McpToolDescription = {
  name: string;
  title: string;
  /** For the model that chooses among tools: what it does, and what comes of it. */
  description: string;
  /** `reads` changes nothing · `writes` adds to a case · `acts` may change a system of record. */
  effect: "reads" | "writes" | "acts";
  /** For one that refuses who may not, and keeps the attempt on record. */
  refusesItself?: true;
  /** What the key must be good for, beside the desk. */
  scope?: Scope;
};

/** A tool with its types erased, as the server offers it. */
export type McpTool = McpToolDescription & {
  inputSchema: z.core.$ZodType;
  outputSchema: z.core.$ZodType;
  run: (args: unknown, request: McpRequest) => Promise<object>;
};

/**
 * Declares a tool for other agents. Arguments are parsed at this door, and what the handler throws is told with its code.
 * Whoever may not use it is refused before anything of the arguments is looked at.
 */
export function defineMcpTool<Input, Output extends object>(
  definition: McpToolDescription & {
    input: z.core.$ZodType<Input>;
    output: z.core.$ZodType<Output>;
    handle: (args: Input, request: McpRequest) => Promise<Output>;
  },
): McpTool {
  const { handle, input, output, ...described } = definition;
  return {
    ...described,
    inputSchema: input,
    outputSchema: output,
    run: async (args, request) => {
      if (described.scope !== undefined) requireScope(request.caller, described.scope, `use ${described.name}`);
      if (described.effect !== "reads" && described.refusesItself !== true)
        requireMayWrite(request.caller, request.services.desk.people());
      const parsed = z.safeParse(input, args ?? {});
      if (parsed.success) return handle(parsed.data, request);
      const problems = parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
      throw new PurserError("PUR-2001", problems.join("; "));
    },
  };
}
