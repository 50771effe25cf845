import { type Action, type Lookup, type Tool, undoNameOf } from "@purser/kit";

/** The tools of a blueprint by name. */
export type Toolbox = { actions: ReadonlyMap<string, Action>; lookups: ReadonlyMap<string, Lookup> };

/** The tool of this name, whichever kind it is. */
export function toolNamed({ actions, lookups }: Toolbox, name: string): Tool | undefined {
  return lookups.get(name) ?? actions.get(name);
}

/** What people call this tool; null where this version has none of the name. */
export function titleOf(toolbox: Toolbox, name: string): string | null {
  return toolNamed(toolbox, name)?.title ?? null;
}

/** What people call an action, or taking it back, by the name that policies use. */
export function actionTitleOf({ actions }: Toolbox, policyName: string): string | null {
  const own = actions.get(policyName)?.title;
  if (own !== undefined) return `“${own}”`;
  const undone = [...actions.values()].find(({ name }) => undoNameOf(name) === policyName)?.title;
  return undone === undefined ? null : `taking back “${undone}”`;
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
