import { type Action, type Tool, isUndoable } from "@purser/kit";
import { maxCoordinatedCalls } from "@purser/contract";
import type { ProcedureHeader } from "../procedure.ts";

/** What is wrong, and where in the header it stands. */
type HeaderProblem = { key: readonly PropertyKey[]; message: string };

/** What is wrong with the actions that a procedure names under `together`. */
export function checkTogether(
  { together, tools, needs }: ProcedureHeader,
  toolbox: ReadonlyMap<string, Tool>,
): readonly HeaderProblem[] {
  if (together.length === 0) return [];
  const problems = together.flatMap((name, index) => nameProblems(name, index, { together, tools }, toolbox));
  const isCountWrong = together.length < 2 || together.length > maxCoordinatedCalls;
  if (isCountWrong)
    problems.push({ key: ["together"], message: `Name two to ${maxCoordinatedCalls} actions that belong together.` });
  const actions = together.flatMap((name) => actionNamed(name, toolbox) ?? []);
  return [...problems, ...actions.flatMap((action, index) => actionProblems(action, index, actions, needs))];
}

function nameProblems(
  name: string,
  index: number,
  { together, tools }: Pick<ProcedureHeader, "together" | "tools">,
  toolbox: ReadonlyMap<string, Tool>,
): HeaderProblem[] {
  const key = ["together", index];
  if (actionNamed(name, toolbox) === null) return [{ key, message: `There is no action ${name} to be done together.` }];
  if (together.indexOf(name) < index) return [{ key, message: `${name} stands twice under together.` }];
  return tools.includes(name) ? [] : [{ key, message: `${name} is not among the procedure's tools.` }];
}

function actionProblems(
  action: Action,
  index: number,
  actions: readonly Action[],
  needs: ProcedureHeader["needs"],
): HeaderProblem[] {
  const key = ["together", index];
  const { name, undo } = action;
  const paths = Object.values(action.needs).flatMap((path) => [path, ...(needs[path]?.from ?? [])]);
  const givers = actions.filter((other) => other !== action && paths.some((path) => other.gives.includes(path)));
  const isLast = actions.at(-1) === action;
  return [
    ...givers.map((giver) => ({
      key,
      message: `${name} needs what ${giver.name} gives, so its arguments cannot be shown before ${giver.name} is done.`,
    })),
    ...(!isUndoable(undo) && !isLast
      ? [{ key, message: `${name} cannot be undone, so it may only stand at the end.` }]
      : []),
  ];
}

function actionNamed(name: string, tools: ReadonlyMap<string, Tool>): Action | null {
  const tool = tools.get(name);
  return tool?.kind === "action" ? tool : null;
}
