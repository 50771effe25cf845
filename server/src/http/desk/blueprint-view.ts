import { type BlueprintView, formatMoney, jsonObjectSchema, type ProcedureView, type ToolView } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { z } from "zod";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { Knowledge } from "../../blueprint/knowledge/section.ts";
import { type Procedure, titleOf } from "../../blueprint/procedure.ts";
import { actionTitleOf } from "../../blueprint/toolbox.ts";

/** A version as people read it. */
export function blueprintViewOf(blueprint: Blueprint, knowledge: Knowledge | null): BlueprintView {
  const { hash, settings, toolbox, procedures, policies, understanding, triggers } = blueprint;
  const { name, currency, locale, channels } = settings;
  const words = {
    money: (minor: number): string => formatMoney(minor, currency, locale),
    action: (action: string): string | null => actionTitleOf(toolbox, action),
  };
  return {
    name,
    hash,
    currency,
    procedures: [...procedures.values()].map((each) => procedureViewOf(each, understanding.examples.get(each.name))),
    tools: [...toolbox.lookups.values(), ...toolbox.actions.values()].map(toolViewOf),
    policies: policies.policies.map(({ actions, ...policy }) => ({
      ...policy,
      actions: actions === null ? null : [...actions],
      sentence: policies.sentenceOf(policy.id, words) ?? "",
    })),
    knowledge: pagesOf(knowledge),
    triggers: [...triggers.values()].map(({ name: trigger, procedure, channel }) => ({
      name: trigger,
      procedure,
      channel,
    })),
    channels: Object.keys(channels),
  };
}

function procedureViewOf({ name, header, prose, path }: Procedure, examples: readonly string[] = []): ProcedureView {
  const { goal, tools, together, otherwise, when } = header;
  const title = titleOf({ header });
  return { name, title, goal, prose, path, examples: [...new Set([...when, ...examples])], tools, together, otherwise };
}

function toolViewOf(tool: Tool): ToolView {
  const { name, title, needs, gives } = tool;
  const shared = { name, title, arguments: argumentsOf(tool, needs), gives: [...gives] };
  if (tool.kind === "lookup") return { ...shared, tier: "lookup", systems: [], once: null, undo: null };
  const systems = [...new Set(Object.values(tool.sources))].toSorted();
  return { ...shared, tier: tool.tier, systems, once: tool.once, undo: undoViewOf(tool.undo) };
}

function undoViewOf(undo: Extract<Tool, { kind: "action" }>["undo"]): ToolView["undo"] {
  if (undo.kind === "irreversible" || undo.kind === "held") return undo;
  const { kind, withinMs, residue } = undo;
  return { kind, withinMs, residue };
}

const describedSchema = z.object({ properties: jsonObjectSchema.default({}) });

/** Those of the schema that a call is checked by. */
function argumentsOf({ input }: Tool, needs: Tool["needs"]): ToolView["arguments"] {
  const described = describedSchema.parse(z.toJSONSchema(input, { unrepresentable: "any", io: "input" }));
  return Object.keys(described.properties).map((name) => ({ name, from: needs[name] ?? null }));
}

function pagesOf(knowledge: Knowledge | null): BlueprintView["knowledge"] {
  const pages = new Map<string, BlueprintView["knowledge"][number]>();
  for (const { page, heading, text } of knowledge?.sections ?? []) {
    const known = pages.get(page.path) ?? { ...page, sections: [] };
    pages.set(page.path, known);
    known.sections.push({ heading, text });
  }
  return [...pages.values()];
}
