import type { Insights, ToolView } from "@purser/contract";
import { useSignedIn } from "../../lib/session.ts";
import { wordsOf } from "../../lib/words.ts";
import { durationOf } from "../insights/figures.ts";
import { TableHead } from "../../ui/table-head.tsx";
import { BlueprintPage } from "./blueprint-page.tsx";
import { TierBadge } from "./tier.tsx";
import { useUse } from "./use-counts.ts";

const columns = ["Tool", "Tier", "Taken back", "Kept to one effect", "Facts from", "Last 30 days"].map((name) => ({
  name,
}));
const onceWords = { key: "by a key", natural: "by its nature", none: "never repeated" } as const;

/** What the agent can read and do, with how it is taken back. */
export function Tools() {
  const use = useUse();
  return (
    <BlueprintPage name="Tools">
      {({ tools }) => (
        <table className="w-full text-left">
          <TableHead columns={columns} />
          <tbody>
            {tools.map((tool) => (
              <Row key={tool.name} of={tool} use={use} />
            ))}
          </tbody>
        </table>
      )}
    </BlueprintPage>
  );
}

function Row({ of, use }: { of: ToolView; use: Insights | null }) {
  return (
    <tr className="border-b align-top">
      <th scope="row" className="py-2.5 pr-4 font-normal">
        <span className="block font-medium">{of.title}</span>
        <span className="font-mono text-xs text-muted">
          {of.name}({of.arguments.map(({ name }) => name).join(", ")})
        </span>
      </th>
      <td className="py-2.5 pr-4">
        <TierBadge tier={of.tier} />
      </td>
      <td className="py-2.5 pr-4">
        <UndoWords undo={of.undo} />
      </td>
      <td className="py-2.5 pr-4 text-muted">{of.once === null ? "–" : onceWords[of.once]}</td>
      <td className="py-2.5 pr-4 text-muted">{of.systems.join(", ") || "–"}</td>
      <td className="py-2.5 tabular-nums">{useOf(of, use)}</td>
    </tr>
  );
}

function UndoWords({ undo }: { undo: ToolView["undo"] }) {
  const { locale } = useSignedIn().deployment;
  if (undo === null) return <span className="text-muted">changes nothing</span>;
  switch (undo.kind) {
    case "irreversible":
      return <span title={undo.because}>never</span>;
    case "held":
      return <span>within {durationOf(undo.graceMs, locale)}, then never</span>;
    case "reversible":
    case "compensable":
    default:
      return (
        <span>
          within {durationOf(undo.withinMs, locale)}
          {undo.residue === null ? null : <span className="block text-xs text-muted">{undo.residue}</span>}
        </span>
      );
  }
}

const uses = ["read", "done", "undone", "refused", "failed", "unknown"] as const;

/** Such as `12 done, 1 undone`. */
function useOf({ name }: ToolView, use: Insights | null): string {
  const counted = use?.tools.find(({ tool }) => tool === name);
  if (counted === undefined) return "–";
  return uses
    .flatMap((each) => (counted[each] === 0 ? [] : [`${counted[each]} ${wordsOf(each).toLowerCase()}`]))
    .join(", ");
}
