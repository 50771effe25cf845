import type { TeammateRole } from "@purser/contract";
import { approverRoles } from "../../guardrails/approver-role.ts";
import type { DeadlineChain, DeadlineStep } from "../settings/deadlines.ts";
import type { PlacedTool } from "../load-tools.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";

type Place = readonly PropertyKey[];
type Found = { code: BlueprintProblem["code"]; place: Place; message: string };

/** What is wrong with the deadlines of pauses. `tools` is null when they could not be loaded. */
export function checkPauses(
  { value, placeOf }: { value: Settings; placeOf: PlaceOf },
  tools: readonly PlacedTool[] | null,
): readonly BlueprintProblem[] {
  const { pauses } = value;
  const own = Object.entries(pauses.actions).flatMap(([action, { confirm, approve }]) => {
    const place = ["pauses", "actions", action];
    return [
      ...(tools === null || isAction(action, tools)
        ? []
        : [{ code: "PUR-2107" as const, place, message: `there is no action ${action}.` }]),
      ...(confirm === undefined ? [] : problemsOf(confirm, "confirm", [...place, "confirm"], value)),
      ...(approve === undefined ? [] : problemsOf(approve, "approve", [...place, "approve"], value)),
    ];
  });
  const found: readonly Found[] = [
    ...problemsOf(pauses.confirm, "confirm", ["pauses", "confirm"], value),
    ...problemsOf(pauses.approve, "approve", ["pauses", "approve"], value),
    ...own,
  ];
  return found.map(({ code, place, message }) => ({
    code,
    path: "blueprint.yaml",
    ...placeOf(place),
    message: `${place.map(String).join(".")}: ${message}`,
  }));
}

function isAction(name: string, tools: readonly PlacedTool[]): boolean {
  return tools.some(({ tool }) => tool.kind === "action" && tool.name === name);
}

function problemsOf(chain: DeadlineChain, kind: "confirm" | "approve", place: Place, settings: Settings): Found[] {
  return chain.flatMap((step, index) => {
    const isLast = index === chain.length - 1;
    return [
      ...stepProblems(step, isLast, kind, settings),
      ...(isLater(step, chain[index - 1]) ? [] : [wrong("it must come later than what is before it.")]),
    ].map(({ code, message }) => ({ code, place: [...place, index], message }));
  });
}

type Finding = Pick<Found, "code" | "message">;

function wrong(message: string): Finding {
  return { code: "PUR-2140", message };
}

function stepProblems(step: DeadlineStep, isLast: boolean, kind: "confirm" | "approve", settings: Settings): Finding[] {
  const isEnd = step.do === "decline" || step.do === "hand-off";
  if (step.do === "approve") return [{ code: "PUR-2141", message: "silence never allows anything." }];
  return [
    ...(isEnd === isLast
      ? []
      : [
          wrong(
            isEnd
              ? `${step.do} is the end; nothing can follow it.`
              : `after ${step.do} nothing would ever end it; the last step is decline or hand-off.`,
          ),
        ]),
    ...(kind === "confirm" && (step.do === "reassign" || step.do === "escalate")
      ? [wrong(`only the customer can confirm, so ${step.do} is for approvals.`)]
      : []),
    ...recipientProblems(step, settings),
    ...(step.after.counts === "while-open" && settings.businessHours === undefined
      ? [{ code: "PUR-2142" as const, message: "there are no businessHours." }]
      : []),
  ];
}

function recipientProblems(step: DeadlineStep, { people, singleOperator }: Settings): Finding[] {
  if (step.do !== "reassign") return step.to === undefined ? [] : [wrong("only reassign names somebody with `to`.")];
  if (step.to === undefined) return [wrong("say to whom it is reassigned: `to` is the id of one of the people.")];
  const role: TeammateRole | undefined = people[step.to]?.role;
  if (role === undefined) return [{ code: "PUR-2107", message: `there is nobody called ${step.to} under people.` }];
  return approverRoles(singleOperator).includes(role) ? [] : [wrong(`${step.to} is ${role} and may approve nothing.`)];
}

/** Times that are counted in different ways are compared when the question is asked. */
function isLater(step: DeadlineStep, before: DeadlineStep | undefined): boolean {
  if (step.after.durationMs === 0) return false;
  return (
    before === undefined || before.after.counts !== step.after.counts || step.after.durationMs > before.after.durationMs
  );
}
