import { formatMoney, type Json } from "@purser/contract";
import type { ModelMessage } from "@purser/kit";
import type { Procedure } from "../../blueprint/procedure.ts";
import { callsOf } from "../../cases/calls-of.ts";
import type { FinishedProposal } from "../../cases/case-state.ts";
import { factsFor } from "../rules/planning/known-facts.ts";
import { type CaseView, knownValues } from "../reasoner.ts";
import type { Labels, OfferedStep } from "./offered-step.ts";
import { conduct, textConduct } from "./prompts/conduct.ts";
import { quotation, quotedJson } from "./quoted.ts";
import { messageText } from "../../cases/message-text.ts";

const mostCharacters = 80_000;
const mostFinished = 12;

/** What the prompt calls the done calls and the open questions of a case. */
export function labelsFor({ state }: CaseView): Labels {
  const asking = state.proposals.filter(({ phase }) => phase.kind === "asking");
  return {
    done: new Map(state.doneCalls.map(({ key }, index) => [`done-${index + 1}`, key])),
    questions: new Map(asking.map(({ proposalId }, index) => [`question-${index + 1}`, proposalId])),
  };
}

/**
 * What the model reads, the unchanging first: how to work, the shop and its procedures by name; then the chosen procedures
 * in full, the same while the case is about the same; then the case, with what changes in each step at its end. Documents and answers of systems are quoted with their source.
 */
export function promptFor(
  view: CaseView,
  chosen: readonly Procedure[],
  labels: Labels,
  textTools: readonly OfferedStep[],
): readonly ModelMessage[] {
  const shop = [conduct, ...(textTools.length === 0 ? [] : [textConduct]), shopText(view)].join("\n\n");
  const given = [
    ...chosen.map((procedure) => procedureText(procedure)),
    ...textTools.map(({ tool }) => `Tool ${tool.name}: ${tool.description} Schema: ${JSON.stringify(tool.input)}`),
  ].join("\n\n");
  return [
    { role: "system", text: shop, isStable: true },
    ...(given === "" ? [] : [{ role: "system" as const, text: given, isStable: true }]),
    { role: "user", text: caseText(view, chosen, labels) },
  ];
}

function shopText({ blueprint }: CaseView): string {
  const { settings, procedures } = blueprint;
  const lines = [...procedures.values()].map(({ name, header }) => `- ${name}: ${header.goal}`);
  return `The shop: ${settings.name}. You are called ${settings.agent.name}. Money is in ${settings.currency}; fields named …Minor count its smallest unit. Days are those of ${settings.timeZone}.\nIts procedures:\n${lines.join("\n")}`;
}

function procedureText({ name, header, prose }: Procedure): string {
  const needs = Object.entries(header.needs).map(
    ([path, { ask, from }]) =>
      `  ${path}${from.length === 0 ? "" : `, from ${from.join(" or ")}`}${ask === undefined ? "" : `, else ask: ${ask}`}`,
  );
  const before = Object.entries(header.before).flatMap(([tool, conditions]) =>
    conditions.map(({ check, otherwise }) => `  before ${tool}: ${check}; else she reads: ${otherwise}`),
  );
  const lines = [
    `Procedure ${name}. Goal: ${header.goal}.`,
    `Done when: ${header.done}`,
    ...(needs.length === 0 ? [] : ["Needs:", ...needs]),
    ...(before.length === 0 ? [] : ["Conditions:", ...before]),
    ...Object.entries(header.with).map(([tool, args]) => `Always with ${tool}: ${JSON.stringify(args)}`),
    ...(header.steps.length === 0 ? [] : [`In this order: ${header.steps.join(", ")}`]),
    ...(header.together.length === 0 ? [] : [`Together or not at all: ${header.together.join(", ")}`]),
    ...(header.otherwise.length === 0 ? [] : [`When it cannot be done, offer: ${header.otherwise.join(", ")}`]),
    prose.trim(),
  ];
  return lines.join("\n");
}

function caseText(view: CaseView, chosen: readonly Procedure[], labels: Labels): string {
  const { state, now, messages } = view;
  const note = state.returned?.note ?? null;
  const conversation = messages.map(
    (message) =>
      `${message.at} ${message.direction === "in" ? "customer" : "you"}: ${quotedJson(messageText(message))}`,
  );
  const parts = [
    ...(state.goal === null ? [] : [`What this case is to reach: ${quotedJson(state.goal)}`]),
    ...(note === null ? [] : [`A colleague gave it back: ${quotedJson(note)}`]),
    "The conversation:",
    quotation("conversation", conversation),
    "The facts:",
    ...factBlocks(view),
    ...ruleFacts(view, chosen),
    "What you proposed before, oldest first:",
    state.finished.length === 0 ? "nothing yet" : state.finished.slice(-mostFinished).map(finishedLine).join("\n"),
    "Done:",
    doneText(view, labels),
    ...openText(view, labels),
    `Now: ${now} (${dayText(now, view)}). How well she is known: level ${state.identity.level} of 3.`,
    "Propose exactly one next step.",
  ];
  const text = parts.join("\n");
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters / 2)}\n… (cut short)\n${text.slice(-mostCharacters / 2)}`;
}

/** The facts of each source together, each at its path. */
function factBlocks(view: CaseView): string[] {
  const bySource = new Map<string, string[]>();
  for (const [path, { value, source }] of Object.entries(view.state.values)) {
    if (value === null) continue;
    const lines = bySource.get(source) ?? [];
    lines.push(`${path} = ${quotedJson(value)}${readsAs(path, value, view)}`);
    bySource.set(source, lines);
  }
  return bySource.size === 0 ? ["none yet"] : [...bySource].map(([source, lines]) => quotation(source, lines));
}

/** Facts that the procedures' own rules give from others, so that the model need not work them out. */
function ruleFacts(view: CaseView, chosen: readonly Procedure[]): string[] {
  const known = knownValues(view.state);
  const lines = chosen.flatMap((procedure) =>
    Object.entries(factsFor(procedure, view, known))
      .filter(([path, value]) => known[path] === undefined && value !== null)
      .map(([path, value]) => `${path} = ${quotedJson(value)}${readsAs(path, value, view)}`),
  );
  return lines.length === 0 ? [] : [quotation("rules of the procedure", [...new Set(lines)])];
}

/** A day and an amount as she is to read them, so that nobody calculates. */
function readsAs(path: string, value: Json, view: CaseView): string {
  const { currency, locale } = view.blueprint.settings;
  if (typeof value === "number" && path.endsWith("Minor")) return ` (${formatMoney(value, currency, locale)})`;
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(value)) return ` (${dayText(value, view)})`;
  return "";
}

function dayText(text: string, { blueprint }: CaseView): string {
  const { locale, timeZone } = blueprint.settings;
  const isDay = text.length === "2026-01-01".length;
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: isDay ? "UTC" : timeZone,
  });
  return format.format(Date.parse(isDay ? `${text}T00:00:00Z` : text));
}

function finishedLine({ step, end }: FinishedProposal): string {
  const calls = callsOf(step).map(({ tool, args }) => `${tool} ${quotedJson(args)}`);
  const why = "reasons" in end ? end.reasons.join(" ") : "detail" in end ? end.detail : "";
  return `- ${step.kind}${calls.length === 0 ? "" : ` ${calls.join(" and ")}`}: ${end.kind}${why === "" ? "" : ` ${quotedJson(why)}`}`;
}

function doneText({ state }: CaseView, { done }: Labels): string {
  const lines = [...done].flatMap(([label, key]) => {
    const call = state.doneCalls.find((each) => each.key === key);
    if (call === undefined) return [];
    const { tool, args, result, isUndone } = call;
    return [
      `- ${label}: ${tool} ${quotedJson(args)} gave ${quotedJson(result)}${isUndone ? ", and was taken back" : ""}`,
    ];
  });
  return lines.length === 0 ? "nothing" : lines.join("\n");
}

function openText({ state }: CaseView, { questions }: Labels): string[] {
  const lines = [...questions].flatMap(([label, proposalId]) => {
    const pause = state.pauses.find((each) => each.proposalId === proposalId);
    return pause === undefined ? [] : [`- ${label}, open: ${quotedJson(pause.shown.text)}`];
  });
  const underWay = state.proposals
    .filter(({ phase }) => ["held", "calling", "carrying-out", "identifying", "joining"].includes(phase.kind))
    .map(
      ({ step, phase }) =>
        `- ${
          callsOf(step)
            .map(({ tool }) => tool)
            .join(", ") || step.kind
        }: ${phase.kind}`,
    );
  return lines.length + underWay.length === 0 ? [] : ["Open:", ...lines, ...underWay];
}
