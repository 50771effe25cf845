import type { Assurance, PolicyReference } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";
import { onlyWith } from "./only-with.ts";

const unconfirmed: PolicyReference & { escalates: boolean } = {
  id: "presumed",
  effect: "forbid",
  reason: "What the customer wants is only presumed until she confirms it.",
  escalates: false,
};

/** The policies as something meets them that is only presumed to be wanted: nothing is done before she has confirmed it. */
export function onlyConfirmed(ask: (assurance: Assurance) => PolicyAnswer): (assurance: Assurance) => PolicyAnswer {
  return onlyWith("confirmed", unconfirmed, ask);
}
