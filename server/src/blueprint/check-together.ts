import type { Action } from "@purser/kit";
import { maxCoordinatedCalls } from "@purser/contract";
import type { ProcedureHeader } from "./procedure.ts";
import type { Toolbox } from "./toolbox.ts";

/** What is wrong with the actions that a procedure names under `together`: the word in the file, and a sentence. */
export function checkTogether(
  { together, tools }: ProcedureHeader,
  toolbox: Toolbox,
): readonly { at: string; message: string }[] {
  if (together.length === 0) return [];
  const problems = together.flatMap((name, index) => nameProblems(name, index, { together, tools }, toolbox));
  const isCountWrong = together.length < 2 || together.length > maxCoordinatedCalls;
  if (isCountWrong)
    problems.push({ at: "together:", message: `Name two to ${maxCoordinatedCalls} actions that belong together.` });
  const actions = together.flatMap((name) => toolbox.actions.get(name) ?? []);
  return [...problems, ...actions.flatMap((action) => actionProblems(action, actions))];
}

function nameProblems(
  name: string,
  index: number,
  { together, tools }: Pick<ProcedureHeader, "together" | "tools">,
  toolbox: Toolbox,
): { at: string; message: string }[] {
  if (!toolbox.actions.has(name)) return [{ at: name, message: `There is no action ${name} to be done together.` }];
  if (together.indexOf(name) < index) return [{ at: name, message: `${name} stands twice under together.` }];
  return tools.includes(name) ? [] : [{ at: name, message: `${name} is not among the procedure's tools.` }];
}

function actionProblems(action: Action, actions: readonly Action[]): { at: string; message: string }[] {
  const { name, needs, undo } = action;
  const givers = actions.filter(
    (other) => other !== action && Object.values(needs).some((path) => other.gives.includes(path)),
  );
  const isLast = actions.at(-1) === action;
  return [
    ...givers.map((giver) => ({
      at: name,
      message: `${name} needs what ${giver.name} gives, so its arguments cannot be shown before ${giver.name} is done.`,
    })),
    ...(undo.kind === "irreversible" && !isLast
      ? [{ at: name, message: `${name} cannot be undone, so it may only stand at the end.` }]
      : []),
  ];
}
