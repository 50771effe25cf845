import type { Tier } from "@purser/contract";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Readonly<Record<Tier, Tone>> = { lookup: "neutral", draft: "accent", execute: "good", coordinate: "warn" };

export const tierNames: Readonly<Record<Tier, string>> = {
  lookup: "Lookup",
  draft: "Draft",
  execute: "Execute",
  coordinate: "Coordinate",
};

export function TierBadge({ tier }: { tier: Tier }) {
  return <Badge tone={tones[tier]}>{tierNames[tier]}</Badge>;
}
