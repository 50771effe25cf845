import type { BlueprintView } from "@purser/contract";
import { Background, Controls, Handle, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo, useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { WholeBlueprintPage } from "./blueprint-page.tsx";
import { connectedTo, type DrawnKind, type DrawnNode, drawnOf, nodeSize } from "./drawing-graph.ts";
import { useUse } from "./use-counts.ts";

/** The whole blueprint at a glance; a click on a part shows what leads to it and what it leads to. */
export function Drawing() {
  return <WholeBlueprintPage>{(blueprint) => <Graph blueprint={blueprint} />}</WholeBlueprintPage>;
}

const nodeTypes = { drawn: Box };

function Graph({ blueprint }: { blueprint: BlueprintView }) {
  const use = useUse();
  const [chosen, setChosen] = useState<string | null>(null);
  const graph = useMemo(() => drawnOf(blueprint, use), [blueprint, use]);
  const shown = useMemo(() => {
    if (chosen === null) return graph;
    const connected = connectedTo(chosen, graph.edges);
    const faded = (id: string) => (connected.has(id) ? {} : { className: "opacity-15" });
    return {
      nodes: graph.nodes.map((node) => ({ ...node, ...faded(node.id) })),
      edges: graph.edges.map((edge) => ({ ...edge, ...faded(edge.id) })),
    };
  }, [graph, chosen]);
  return (
    <section aria-label="Drawing of the blueprint" className="min-h-0 flex-1">
      <ReactFlow
        nodes={shown.nodes}
        edges={shown.edges}
        nodeTypes={nodeTypes}
        defaultViewport={{ x: 24, y: 24, zoom: 0.8 }}
        panOnScroll
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_, { id }) => setChosen((now) => (now === id ? null : id))}
        onPaneClick={() => setChosen(null)}
      >
        <Background />
        <Controls showInteractive={false} className="rounded-md border bg-raised text-text" />
      </ReactFlow>
    </section>
  );
}

const looks: Readonly<Record<DrawnKind, string>> = {
  trigger: "border-line-strong bg-sunken",
  procedure: "border-accent bg-accent-soft",
  tool: "border-line-strong bg-surface",
  outcome: "border-good bg-good-soft",
};

function Box({ data: { kind, name, detail } }: NodeProps<DrawnNode>) {
  return (
    <div
      style={nodeSize}
      className={classNames("flex flex-col justify-center overflow-hidden rounded-md border px-3", looks[kind])}
    >
      {kind === "trigger" ? null : <Handle type="target" position={Position.Left} className="invisible" />}
      <span className="truncate font-medium">{name}</span>
      <span className="truncate text-xs text-muted">{detail}</span>
      {kind === "outcome" ? null : <Handle type="source" position={Position.Right} className="invisible" />}
    </div>
  );
}
