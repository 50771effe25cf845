import type { BlueprintView, Insights, PolicyView } from "@purser/contract";
import { useState } from "react";
import { wordsOf } from "../../lib/words.ts";
import { Field } from "../../ui/field.tsx";
import { BlueprintPage } from "./blueprint-page.tsx";
import { EffectBadge } from "./effect-badge.tsx";
import { useUse } from "./use-counts.ts";

/** What is allowed and what is refused, as sentences; each opens to what was written. */
export function Guardrails() {
  const use = useUse();
  const [wanted, setWanted] = useState("");
  return (
    <BlueprintPage name="Guardrails">
      {(blueprint) => (
        <div className="max-w-5xl">
          <div className="mb-5 max-w-sm">
            <Field
              label="Find a guardrail"
              type="search"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </div>
          {filesOf(blueprint, wanted).map(([path, policies]) => (
            <section key={path} className="mb-8">
              <h2 className="mb-2 font-semibold">
                {wordsOf(path.replace(/^guardrails\//, "").replace(/\.cedar$/, ""))}
              </h2>
              <ul>
                {policies.map((policy) => (
                  <Policy key={policy.id} of={policy} use={use} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </BlueprintPage>
  );
}

function filesOf({ policies }: BlueprintView, wanted: string): [string, PolicyView[]][] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const files = new Map<string, PolicyView[]>();
  for (const policy of policies) {
    const text =
      `${policy.id} ${policy.sentence} ${policy.reason ?? ""} ${(policy.actions ?? []).join(" ")}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const known = files.get(policy.path) ?? [];
    files.set(policy.path, known);
    known.push(policy);
  }
  return [...files];
}

function Policy({ of, use }: { of: PolicyView; use: Insights | null }) {
  const judged = use?.policies.find(({ policy }) => policy === of.id)?.judged ?? 0;
  return (
    <li className="border-b">
      <details>
        <summary className="grid cursor-pointer list-none grid-cols-[5.5rem_minmax(0,1fr)_auto] items-baseline gap-3 py-2.5">
          <span>
            <EffectBadge of={of} />
          </span>
          <span>
            {of.sentence}
            {of.reason === null ? null : <span className="block text-muted">“{of.reason}”</span>}
          </span>
          <span
            className="text-xs text-muted tabular-nums"
            title="How often it took part in a verdict in the last 30 days"
          >
            {judged === 0 ? "–" : `${judged} ×`}
          </span>
        </summary>
        <pre className="mb-3 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs" tabIndex={0}>
          {of.text}
        </pre>
      </details>
    </li>
  );
}
