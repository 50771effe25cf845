import type { TeammateRole } from "@purser/contract";
import { maySeePeople } from "./session.ts";

/** The pages of the blueprint, in their order. */
export const blueprintPlaces = [
  { to: "/blueprint", name: "Procedures" },
  { to: "/blueprint/tools", name: "Tools" },
  { to: "/blueprint/spectrum", name: "Spectrum" },
  { to: "/blueprint/guardrails", name: "Guardrails" },
  { to: "/blueprint/limits", name: "Limits" },
  { to: "/blueprint/knowledge", name: "Knowledge" },
  { to: "/blueprint/drawing", name: "Drawing" },
  { to: "/blueprint/versions", name: "Versions" },
] as const;

const settingsPlaces = [
  { to: "/settings", name: "State", isForAll: true },
  { to: "/settings/people", name: "People", isForAll: false },
  { to: "/settings/keys", name: "API keys", isForAll: false },
  { to: "/settings/customers", name: "Customers' data", isForAll: true },
  { to: "/settings/audit", name: "Audit", isForAll: true },
] as const;

/** The pages of the settings, in their order; some are for those alone who may see the people. */
export function settingsPlacesFor(role: TeammateRole) {
  return settingsPlaces.filter(({ isForAll }) => isForAll || maySeePeople(role));
}

export type Place = (typeof blueprintPlaces | typeof settingsPlaces)[number];
