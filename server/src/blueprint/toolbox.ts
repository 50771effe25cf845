import type { Action, Lookup, Tool } from "@purser/kit";

/** The tools of a blueprint by name. */
export type Toolbox = { actions: ReadonlyMap<string, Action>; lookups: ReadonlyMap<string, Lookup> };

/** The tool of this name, whichever kind it is. */
export function toolNamed({ actions, lookups }: Toolbox, name: string): Tool | undefined {
  return lookups.get(name) ?? actions.get(name);
}

/** Whether this action waits for a teammate whatever the policies permit; a lookup and an undo never do. */
export function isDraftIn({ actions }: Toolbox, name: string): boolean {
  return actions.get(name)?.tier === "draft";
}

export function toolboxOf(tools: readonly Tool[]): Toolbox {
  return {
    actions: new Map(tools.flatMap((tool) => (tool.kind === "action" ? [[tool.name, tool]] : []))),
    lookups: new Map(tools.flatMap((tool) => (tool.kind === "lookup" ? [[tool.name, tool]] : []))),
  };
}
