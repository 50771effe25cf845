import type { ErrorCode, Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { z } from "zod";
import { type FactsFromOutside, isKnownFact, knownFacts, messagePath, whyNotGiven } from "../known-facts.ts";
import type { ProcedureHeader } from "../procedure.ts";
import type { Settings } from "../settings/settings.ts";

/** What is wrong, and where in the header it stands. */
type ArgumentProblem = { code: ErrorCode; key: readonly PropertyKey[]; message: string };

/**
 * What is wrong with the arguments of a procedure's tools: each that a tool cannot do without has to come from something, as what the
 * tool takes. An argument that a tool names no fact for is left to whoever proposes the call.
 */
export function checkArguments(
  header: ProcedureHeader,
  toolsByName: ReadonlyMap<string, Tool>,
  outside: FactsFromOutside | null,
): readonly ArgumentProblem[] {
  const tools = header.tools.flatMap((name) => toolsByName.get(name) ?? []);
  return tools.flatMap((tool): readonly ArgumentProblem[] => [
    ...fixedProblems(tool, header.with[tool.name] ?? {}),
    ...missingArguments(tool, header, toolsByName, outside),
    ...(outside === null ? [] : unfitArguments(tool, header, outside.slots)),
  ]);
}

/** Arguments under `with` that the tool has not, or that it does not take. */
function fixedProblems(tool: Tool, fixed: JsonObject): readonly ArgumentProblem[] {
  const { properties, additionalProperties } = argumentsOf(tool);
  const names = Object.keys(properties);
  return Object.entries(fixed).flatMap(([argument, value]): readonly ArgumentProblem[] => {
    const key = ["with", tool.name, argument];
    if (names.length > 0 && !isOpen(additionalProperties) && !names.includes(argument))
      return [
        { code: "PUR-2107", key, message: `${tool.name} has no argument ${argument}; it has ${names.join(", ")}.` },
      ];
    const why = whyUnfit(tool, argument, value);
    return why === null
      ? []
      : [{ code: "PUR-2123", key, message: `${tool.name} does not take this ${argument}: ${why}.` }];
  });
}

/** The facts that a tool cannot do without, and that nothing but itself gives. */
function missingArguments(
  tool: Tool,
  header: ProcedureHeader,
  toolsByName: ReadonlyMap<string, Tool>,
  outside: FactsFromOutside | null,
): readonly ArgumentProblem[] {
  const others = header.tools.flatMap((name) => (name === tool.name ? [] : (toolsByName.get(name) ?? [])));
  const facts = knownFacts(header, others, outside);
  const fixed = header.with[tool.name] ?? {};
  const { required } = argumentsOf(tool);
  return Object.entries(tool.needs).flatMap(([argument, path]): readonly ArgumentProblem[] => {
    const isNeeded = required.includes(argument) && !Object.hasOwn(fixed, argument);
    if (!isNeeded || isKnownFact(path, facts)) return [];
    const givers = [...toolsByName.values()].filter((each) => each !== tool && each.gives.includes(path));
    const would = givers.length === 0 ? "." : `; ${givers.map(({ name }) => name).join(" or ")} would.`;
    const message = `${tool.name} needs ${path} for ${argument}. ${whyNotGiven(path).replace(/\.$/, would)}`;
    return [{ code: "PUR-2107", key: ["tools", header.tools.indexOf(tool.name)], message }];
  });
}

/** Arguments that are filled from her words, or by the procedure itself, with what the tool never takes. */
function unfitArguments(tool: Tool, header: ProcedureHeader, slots: Settings["slots"]): readonly ArgumentProblem[] {
  const fixed = header.with[tool.name] ?? {};
  return Object.entries(tool.needs).flatMap(([argument, path]): readonly ArgumentProblem[] => {
    if (Object.hasOwn(fixed, argument)) return [];
    return fillingsOf(path, header, slots).flatMap(({ key, what, value }) => {
      const why = whyUnfit(tool, argument, value);
      const message = `${what}, and fills the argument ${argument} of ${tool.name}, which does not take that: ${why}.`;
      return why === null
        ? []
        : [{ code: "PUR-2123" as const, key: key ?? ["tools", header.tools.indexOf(tool.name)], message }];
    });
  });
}

/** A value that a fact can have, what gives it, and where in the header that stands; null where it is elsewhere. */
type Filling = { key: readonly PropertyKey[] | null; what: string; value: Json };

function fillingsOf(
  path: string,
  header: ProcedureHeader,
  slots: Settings["slots"],
  seen: readonly string[] = [],
): Filling[] {
  if (seen.includes(path)) return [];
  const { from = [], value } = header.needs[path] ?? {};
  const ofRules = from.flatMap((source, index) =>
    fillingsOf(source, header, slots, [...seen, path]).map((filling) => ({
      ...filling,
      key: filling.key ?? ["needs", path, "from", index],
    })),
  );
  const ofItself =
    value === undefined
      ? []
      : [{ key: ["needs", path, "value"], what: `${path} is ${JSON.stringify(value)} here`, value }];
  return [...ofRules, ...ofItself, ...ofSlot(path, slots)];
}

/** A number stands for all that a pattern may find: what takes a text of digits takes some of them. */
const anyNumber = 7;

function ofSlot(path: string, slots: Settings["slots"]): Filling[] {
  const name = Object.keys(slots).find((each) => messagePath(each) === path);
  const patterns = slots[name ?? ""] ?? [];
  return patterns.map(({ type, value }) => {
    if (value !== undefined)
      return { key: null, what: `The slot ${name} in blueprint.yaml gives ${JSON.stringify(value)}`, value };
    return type === "integer"
      ? { key: null, what: `The slot ${name} in blueprint.yaml gives a whole number`, value: anyNumber }
      : { key: null, what: `The slot ${name} in blueprint.yaml gives a text`, value: String(anyNumber) };
  });
}

/** Why a tool takes no value of this type for an argument; null where it may take one, whatever else it asks of it. */
function whyUnfit(tool: Tool, argument: string, value: Json): string | null {
  const issues = z.safeParse(tool.input, { [argument]: value }).error?.issues ?? [];
  const wrong = issues.find(({ code, path }) => code === "invalid_type" && path.length === 1 && path[0] === argument);
  return wrong === undefined ? null : wrong.message;
}

const argumentsSchema = z.object({
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).default({}),
  additionalProperties: z.unknown(),
});

/** Whether arguments may be given that the schema does not name. */
function isOpen(additionalProperties: unknown): boolean {
  return additionalProperties === true || typeof additionalProperties === "object";
}

const readArguments = new WeakMap<Tool, z.infer<typeof argumentsSchema>>();

/** Read once of each tool: most are used by many procedures. */
function argumentsOf(tool: Tool): z.infer<typeof argumentsSchema> {
  const known = readArguments.get(tool);
  if (known !== undefined) return known;
  const read = argumentsSchema.parse(z.toJSONSchema(tool.input, { io: "input", unrepresentable: "any" }));
  readArguments.set(tool, read);
  return read;
}
