import { Badge } from "../../ui/badge.tsx";

/** What a guardrail does where it applies. */
export function EffectBadge({
  of: { effect, escalates },
}: {
  of: { effect: "permit" | "forbid"; escalates: boolean };
}) {
  if (effect === "permit") return <Badge tone="good">Allows</Badge>;
  return escalates ? <Badge tone="warn">To a person</Badge> : <Badge tone="bad">Refuses</Badge>;
}
