import { type CaseEvent, type CaseEventOf, type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import type { LedgerEffect, PlayedRecord } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { render } from "../../blueprint/render.ts";
import type { Eval, ExpectedEffect } from "../../blueprint/evals.ts";
import type { Settings } from "../../blueprint/settings/settings.ts";
import { hasChanged } from "../demo/read-ledgers.ts";
import type { Persona } from "./simulated-customer.ts";

/** What is wrong with what a conversation left behind, a sentence each. */
export function checkEval(record: PlayedRecord, played: Eval, persona: Persona, settings: Settings): readonly string[] {
  const fill = (text: string): string => render(text, persona.data, settings);
  const patternOf = (pattern: string): string => pattern.replaceAll(placeholder, (place) => escaped(fill(place)));
  const told = toldIn(record);
  const verdicts = new Set(record.log.flatMap(verdictsOf));
  const tools = new Set(record.log.flatMap(toolsOf));
  const { must, mustNot } = played;
  const handoffs = record.log.flatMap((event) => (event.kind === "handoff.made" ? [event.body.packet.trigger] : []));
  return [
    ...mustBe(must.end.includes(record.status), `The case is ${record.status}, expected ${must.end.join(" or ")}.`),
    ...(must.ledgers === undefined ? [] : ledgersAre(must.ledgers, record, fill)),
    ...(mustNot.ledgers ?? []).flatMap((effect) =>
      mustBe(
        !effectsOf(record).some((found) => isEffect(found, effect, fill)),
        `${nameOf(effect, fill)} must not happen.`,
      ),
    ),
    ...(must.said ?? []).flatMap((pattern) =>
      mustBe(isSaid(patternOf(pattern), told), `She was not told anything like ${patternOf(pattern)}.`),
    ),
    ...(mustNot.said ?? []).flatMap((pattern) =>
      mustBe(
        !isSaid(patternOf(pattern), told),
        `She was told something like ${patternOf(pattern)}, which must not be said.`,
      ),
    ),
    ...(must.verdicts ?? []).flatMap((kind) =>
      mustBe(verdicts.has(kind), `The guard never said ${kind}; it said ${[...verdicts].join(", ") || "nothing"}.`),
    ),
    ...(mustNot.verdicts ?? []).flatMap((kind) => mustBe(!verdicts.has(kind), `The guard said ${kind}.`)),
    ...(must.tools ?? []).flatMap((tool) => mustBe(tools.has(tool), `${tool} was not used.`)),
    ...(mustNot.tools ?? []).flatMap((tool) => mustBe(!tools.has(tool), `${tool} was used.`)),
    ...(must.handoff === undefined
      ? []
      : mustBe(
          handoffs.includes(must.handoff),
          `It was handed over for ${handoffs.join(", ") || "nothing"}, expected ${must.handoff}.`,
        )),
    ...mustBe(mustNot.handoff !== true || handoffs.length === 0, `It was handed over for ${handoffs.join(", ")}.`),
    ...costProblems(must.cost, record),
  ];
}

const placeholder = /\{\{.*?\}\}/gu;

/** What is filled into a pattern stands for itself. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

function mustBe(isSo: boolean, otherwise: string): readonly string[] {
  return isSo ? [] : [otherwise];
}

function toldIn({ log }: PlayedRecord): string {
  return log.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])).join("\n");
}

/** Apostrophes and dashes are written in two ways. */
function isSaid(pattern: string, told: string): boolean {
  return new RegExp(pattern, "iu").test(told.replace(/[’‘]/gu, "'").replace(/[–—]/gu, "-"));
}

function verdictsOf(event: CaseEvent): readonly string[] {
  return event.kind === "proposal.judged" ? [event.body.judgement.verdict.kind] : [];
}

function toolsOf(event: CaseEvent): readonly string[] {
  if (event.kind === "call.started") return [event.body.tool];
  return event.kind === "facts.read" ? event.body.reads.map(({ tool }) => tool) : [];
}

type Found = { name: string; args: LedgerEffect["args"] };

function effectsOf({ ledgers }: PlayedRecord): readonly Found[] {
  return Object.entries(ledgers).flatMap(([system, entries]) =>
    entries.filter(hasChanged).map(({ operation, args }) => ({ name: `${system} ${operation}`, args })),
  );
}

function nameOf(effect: ExpectedEffect, fill: Fill): string {
  if (typeof effect === "string") return effect;
  const args = Object.entries(effect.args).map(
    ([name, value]) => `${name}=${typeof value === "string" ? fill(value) : JSON.stringify(value)}`,
  );
  return `${effect.effect} with ${args.join(" ")}`;
}

type Fill = (text: string) => string;

function isEffect({ name, args }: Found, expected: ExpectedEffect, fill: Fill): boolean {
  if (typeof expected === "string") return name === expected;
  return name === expected.effect && hasArgs(args, expected.args, fill);
}

/** Each of the named arguments is as expected; a text may be a template. */
function hasArgs(args: Json, expected: JsonObject, fill: Fill): boolean {
  const written = jsonObjectSchema.safeParse(args).data ?? {};
  return Object.entries(expected).every(([name, value]) => {
    const found = written[name];
    if (found === undefined) return false;
    return typeof value === "string"
      ? (typeof found === "string" ? found : JSON.stringify(found)) === fill(value)
      : hashOf(found) === hashOf(value);
  });
}

/** Exactly these, each as often as it is named. */
function ledgersAre(expected: readonly ExpectedEffect[], record: PlayedRecord, fill: Fill): readonly string[] {
  const left = [...effectsOf(record)];
  const missing: string[] = [];
  // Those with arguments choose first: a bare name takes whatever is left.
  for (const effect of expected.toSorted((one, other) => rank(one) - rank(other))) {
    const index = left.findIndex((found) => isEffect(found, effect, fill));
    if (index < 0) missing.push(nameOf(effect, fill));
    else left.splice(index, 1);
  }
  return [
    ...mustBe(missing.length === 0, `The ledgers do not have ${missing.join(", ")}.`),
    ...mustBe(
      left.length === 0,
      `The ledgers have ${left.map(({ name }) => name).join(", ")}, which must not be there.`,
    ),
  ];
}

function rank(effect: ExpectedEffect): number {
  return typeof effect === "string" ? 1 : 0;
}

const microsPerUnit = 1_000_000;

/** What the case has cost, by its log. */
export function costIn({ log }: Pick<PlayedRecord, "log">): { thoughts: number; tokens: number; money: number } {
  const spent = log.filter((event): event is CaseEventOf<"budget.spent"> => event.kind === "budget.spent");
  return {
    thoughts: log.filter(({ kind }) => kind === "proposal.made").length,
    tokens: spent.reduce((sum, { body }) => sum + body.tokens, 0),
    money: spent.reduce((sum, { body }) => sum + body.costMicros, 0) / microsPerUnit,
  };
}

function costProblems(limits: Eval["must"]["cost"], record: PlayedRecord): readonly string[] {
  if (limits === undefined) return [];
  const cost = costIn(record);
  return (["thoughts", "tokens", "money"] as const).flatMap((unit) => {
    const limit = limits[unit];
    return limit === undefined ? [] : mustBe(cost[unit] <= limit, `It cost ${cost[unit]} in ${unit}, above ${limit}.`);
  });
}
