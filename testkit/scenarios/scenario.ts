import type { CaseStatus } from "@purser/contract";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { Stage } from "./stage.ts";

/** What people do, and how it must end when nothing goes wrong. */
export type Scenario = {
  name: string;
  endsAs: CaseStatus;
  /** What changes in all systems when nothing goes wrong, as `system operation`. */
  effects: readonly string[];
  /** What is other in this blueprint than in the example's. */
  blueprint?: (larkspur: Blueprint) => Blueprint;
  play: (stage: Stage) => Promise<void>;
};
