import type { Blueprint } from "./blueprint.ts";
import { titleOf as procedureTitleOf } from "./procedure.ts";
import { titleOf as toolTitleOf } from "./toolbox.ts";

/** What people call the tools and the procedures of this version, by name; null for what it does not have. */
export function titlesOf({ toolbox, procedures }: Pick<Blueprint, "toolbox" | "procedures">) {
  return {
    tool: (name: string): string | null => toolTitleOf(toolbox, name),
    procedure: (name: string): string | null => {
      const procedure = procedures.get(name);
      return procedure === undefined ? null : procedureTitleOf(procedure);
    },
  };
}
