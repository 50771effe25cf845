import { PurserError } from "@purser/contract";
import { type Action, isUndoable, type ToolContext } from "@purser/kit";
import type { ActionUnderTest, OverlayUnderTest } from "@purser/kit/testing";
import type { OverlayTool } from "../../blueprint/remote/load-overlays.ts";
import { remoteOver } from "../stand-ins.ts";

/**
 * An action of an overlay as one that the suite can try: what it asks of its connection goes to the system of the author's
 * world, as to any stand-in. It never foretells anything, so `simulation` is left out.
 */
export function overlaySubject(
  { tool: name, ...world }: OverlayUnderTest,
  tools: readonly OverlayTool[],
  file: string,
): ActionUnderTest {
  const found = tools.find(({ tool }) => tool.name === name);
  if (found?.tool.kind !== "action")
    throw new PurserError("PUR-2104", `${file}: there is no action ${name} in tools/overlays.`);
  const skips = {
    simulation: "The systems behind an overlay do not tell beforehand what would change.",
    ...world.skips,
  };
  return { ...world, skips, action: overRequests(found.tool, found) };
}

function overRequests(action: Action, origin: OverlayTool): Action {
  const { undo } = action;
  const over = <Context extends ToolContext>(context: Context): Context => {
    const client = context.systems[origin.connection];
    if (client === undefined) return context;
    return { ...context, systems: { ...context.systems, [origin.connection]: remoteOver(client, origin) } };
  };
  return {
    ...action,
    readFacts: (context) => action.readFacts(over(context)),
    simulate: (context) => action.simulate(over(context)),
    execute: (context) => action.execute(over(context)),
    verify: (context) => action.verify(over(context)),
    undo: !isUndoable(undo)
      ? undo
      : {
          ...undo,
          readFacts: (context) => undo.readFacts(over(context)),
          execute: (context) => undo.execute(over(context)),
          verify: (context) => undo.verify(over(context)),
        },
  };
}
