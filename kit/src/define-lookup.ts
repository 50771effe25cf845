import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import type { LookupOutcome } from "./action-outcome.ts";
import { refuseUnfitLookup } from "./unfit-definition.ts";
import type { Lookup, ToolContext } from "./tool.ts";

export type LookupDefinition<Input extends JsonObject, Output extends JsonObject> = {
  name: string;
  title: string;
  input: z.core.$ZodType<Input>;
  output: z.core.$ZodType<Output>;
  needs?: Readonly<Record<keyof Input & string, string>> | Readonly<Record<string, string>>;
  gives: readonly string[];
  isPersonal?: boolean;
  doing?: string;
  run: (context: ToolContext & { args: Input }) => Promise<LookupOutcome<Output>>;
};

/** Declares a lookup: a tool that reads and changes nothing. Throws PUR-2105 for a definition that lacks something or misspells it. */
export function defineLookup<Input extends JsonObject, Output extends JsonObject>(
  definition: LookupDefinition<Input, Output>,
): Lookup {
  refuseUnfitLookup({ ...definition });
  return {
    kind: "lookup",
    name: definition.name,
    title: definition.title,
    input: definition.input,
    output: definition.output,
    needs: definition.needs ?? {},
    gives: definition.gives,
    isPersonal: definition.isPersonal ?? true,
    ...(definition.doing === undefined ? {} : { doing: definition.doing }),
    run: (context) => definition.run({ ...context, args: z.parse(definition.input, context.args) }),
  };
}
