import type { HandoffTrigger } from "@purser/contract";

/** Why a case becomes a person's; `suggestion` is the reasoner's own, if it has one. */
export type HandoffCause = {
  trigger: HandoffTrigger;
  topic: string | null;
  why: string;
  suggestion: string | null;
};
