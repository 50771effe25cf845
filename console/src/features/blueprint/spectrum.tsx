import { type BlueprintView, type Insights, type Tier, tierSchema, type ToolView } from "@purser/contract";
import { BlueprintPage } from "./blueprint-page.tsx";
import { TierBadge } from "./tier.tsx";
import { useUse } from "./use-blueprint.ts";

const about: Readonly<Record<Tier, string>> = {
  lookup: "Reads, and changes nothing.",
  draft: "Waits for a teammate, whatever the guardrails permit.",
  execute: "One change of one system, as far as the guardrails permit.",
  coordinate: "Changes several systems together, or none.",
};

/** How far the agent goes by itself, from reading to changes of several systems. */
export function Spectrum() {
  const use = useUse();
  return (
    <BlueprintPage name="Spectrum">
      {(blueprint) => (
        <div className="grid gap-4 lg:grid-cols-4">
          {tierSchema.options.map((tier) => (
            <Column key={tier} tier={tier} blueprint={blueprint} use={use} />
          ))}
        </div>
      )}
    </BlueprintPage>
  );
}

function Column({ tier, blueprint, use }: { tier: Tier; blueprint: BlueprintView; use: Insights | null }) {
  const tools = blueprint.tools.filter((tool) => tool.tier === tier);
  return (
    <section className="rounded-lg border bg-surface p-4">
      <h2 className="flex items-center justify-between">
        <TierBadge tier={tier} />
        <span className="text-xs text-muted tabular-nums">
          {tools.length === 1 ? "1 tool" : `${tools.length} tools`}
        </span>
      </h2>
      <p className="mt-2 mb-3 text-muted">{about[tier]}</p>
      <ul className="divide-y">
        {tools.map((tool) => (
          <li key={tool.name} className="flex items-baseline justify-between gap-3 py-2">
            <span className="min-w-0">
              {tool.title}
              <span className="block text-xs text-muted">{assuranceOf(tool, blueprint)}</span>
            </span>
            <span className="shrink-0 text-xs text-muted tabular-nums">{countOf(tool, use)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What at least one of its guardrails asks of people, in a few words. */
function assuranceOf({ name, tier }: ToolView, { policies }: BlueprintView): string {
  if (tier === "lookup") return "";
  const permits = policies.filter(({ effect, actions }) => effect === "permit" && (actions?.includes(name) ?? true));
  if (permits.length === 0) return "no guardrail permits it";
  const isFree = permits.some(({ text }) => !/assurance\.(?:confirmed|approved)/.test(text));
  if (isFree) return permits.length === 1 ? "without being asked" : "without being asked, within limits";
  const isConfirmedOnly = permits.some(({ text }) => !text.includes("assurance.approved"));
  return isConfirmedOnly ? "the customer confirms" : "a person approves";
}

function countOf({ name }: ToolView, use: Insights | null): string {
  const counted = use?.tools.find(({ tool }) => tool === name);
  if (counted === undefined) return "0";
  return String(counted.read + counted.done + counted.undone + counted.refused + counted.failed + counted.unknown);
}
