import { graphlib, layout } from "@dagrejs/dagre";
import type { BlueprintView, Insights } from "@purser/contract";
import type { Edge, Node } from "@xyflow/react";
import { z } from "zod";
import { wordsOf } from "../../lib/words.ts";

export type DrawnKind = "trigger" | "procedure" | "tool" | "outcome";
export type DrawnNode = Node<{ kind: DrawnKind; name: string; detail: string }, "drawn">;
export type Drawn = { nodes: DrawnNode[]; edges: Edge[] };

export const nodeSize = { width: 210, height: 52 } as const;

const outcomes = [
  { id: "verified", name: "Verified as done", of: (total: Insights["total"]) => total.verified },
  { id: "resolvedByAgent", name: "Resolved by the agent", of: (total: Insights["total"]) => total.resolvedByAgent },
  { id: "handedOff", name: "With a person", of: (total: Insights["total"]) => total.handedOff },
] as const;

/** What leads to what: triggers to procedures, procedures to tools with their guardrails, tools to outcomes; with counts. */
export function drawnOf(blueprint: BlueprintView, use: Insights | null): Drawn {
  const casesIn = new Map(use?.groups.map(({ key, figures }) => [key, figures.cases]));
  const usedTools = new Set(blueprint.procedures.flatMap(({ tools }) => tools));
  const tools = blueprint.tools.filter(({ name }) => usedTools.has(name));
  const nodes = [
    ...blueprint.channels.map((name) => drawn("trigger", `channel-${name}`, wordsOf(name), "messages")),
    ...blueprint.triggers.map(({ name }) => drawn("trigger", `trigger-${name}`, wordsOf(name), "started by hand")),
    ...blueprint.procedures.map(({ name }) =>
      drawn("procedure", `procedure-${name}`, wordsOf(name), casesOf(casesIn.get(name) ?? 0)),
    ),
    ...tools.map(({ name, title, tier }) =>
      drawn("tool", `tool-${name}`, title, `${tier}, ${guardsOf(name, blueprint)}`),
    ),
    ...outcomes.map(({ id, name, of }) => drawn("outcome", id, name, casesOf(use === null ? 0 : of(use.total)))),
  ];
  const changing = tools.filter(({ tier }) => tier !== "lookup");
  const pairs = [
    ...blueprint.channels.flatMap((channel) =>
      blueprint.procedures.map(({ name }) => [`channel-${channel}`, `procedure-${name}`] as const),
    ),
    ...blueprint.triggers.map(({ name, procedure }) => [`trigger-${name}`, `procedure-${procedure}`] as const),
    ...blueprint.procedures.flatMap(({ name, tools: its }) =>
      its.map((tool) => [`procedure-${name}`, `tool-${tool}`] as const),
    ),
    ...changing.map(({ name }) => [`tool-${name}`, "verified"] as const),
    ...tools.filter(({ tier }) => tier === "lookup").map(({ name }) => [`tool-${name}`, "resolvedByAgent"] as const),
    ...changing
      .filter(({ name }) => blueprint.policies.some(({ escalates, actions }) => escalates && actions?.includes(name)))
      .map(({ name }) => [`tool-${name}`, "handedOff"] as const),
  ];
  const known = new Set(nodes.map(({ id }) => id));
  const edges = pairs
    .filter(([source, target]) => known.has(source) && known.has(target))
    .map(([source, target]) => ({ id: `${source} ${target}`, source, target }));
  return placed(nodes, edges);
}

function drawn(kind: DrawnKind, id: string, name: string, detail: string): DrawnNode {
  return { id, type: "drawn", position: { x: 0, y: 0 }, data: { kind, name, detail }, ariaLabel: `${name}: ${detail}` };
}

const casesOf = (count: number): string => (count === 1 ? "1 case in 30 days" : `${count} cases in 30 days`);

function guardsOf(tool: string, { policies }: BlueprintView): string {
  const count = policies.filter(({ actions }) => actions?.includes(tool) ?? true).length;
  return count === 1 ? "1 guardrail" : `${count} guardrails`;
}

/** The library says nothing of what it has placed. */
const placeSchema = z.object({ y: z.number() });

const columns: readonly DrawnKind[] = ["trigger", "procedure", "tool", "outcome"];
const between = { x: 150, y: 10 } as const;

/** A column for each kind, packed from the top, in the order in which the layout finds the fewest crossings. */
function placed(nodes: readonly DrawnNode[], edges: Edge[]): Drawn {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...nodeSize });
  for (const { source, target } of edges) graph.setEdge(source, target);
  layout(graph);
  const heightOf = ({ id }: DrawnNode): number => placeSchema.parse(graph.node(id)).y;
  return {
    edges,
    nodes: columns.flatMap((kind, column) =>
      nodes
        .filter(({ data }) => data.kind === kind)
        .toSorted((one, other) => heightOf(one) - heightOf(other))
        .map((node, row) => ({
          ...node,
          position: { x: column * (nodeSize.width + between.x), y: row * (nodeSize.height + between.y) },
        })),
    ),
  };
}

/** Everything that leads to a node, and everything that it leads to. */
export function connectedTo(id: string, edges: readonly Edge[]): ReadonlySet<string> {
  const reached = new Set([id]);
  const follow = (from: string, step: (edge: Edge) => readonly [string, string]): void => {
    for (const edge of edges) {
      const [here, there] = step(edge);
      if (here !== from) continue;
      reached.add(edge.id);
      reached.add(there);
      follow(there, step);
    }
  };
  follow(id, ({ source, target }) => [source, target]);
  follow(id, ({ source, target }) => [target, source]);
  return reached;
}
