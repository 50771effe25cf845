import type { Json, JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import type { CaseView } from "../../reasoner.ts";

/** With what the procedure's last calls were made, by fact: it is told of what was done, whatever has been looked up for others since. */
export function doneWith({ header }: Procedure, { state, blueprint }: CaseView): JsonObject {
  const made = standingCalls(state).filter(({ tool }) => header.tools.includes(tool));
  const facts = made.flatMap(({ tool, args }) =>
    Object.entries(blueprint.toolbox.actions.get(tool)?.needs ?? {}).flatMap(([argument, path]): [string, Json][] => {
      const value = args[argument];
      return value === undefined ? [] : [[path, value]];
    }),
  );
  return Object.fromEntries(facts);
}
