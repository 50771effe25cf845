import type { Hash } from "@purser/contract";
import type { ActionTier, PolicySet } from "@purser/kit";
import type { TotalDefinition } from "../guardrails/totals.ts";
import type { Procedure } from "./procedure.ts";
import type { Property } from "./properties.ts";
import type { CannedReply } from "./replies.ts";
import type { Settings } from "./settings/settings.ts";
import type { Sensitive } from "./sensitive/topic.ts";
import type { Toolbox } from "./toolbox.ts";
import type { Trigger } from "./triggers.ts";
import type { Understanding } from "./understanding.ts";

/** All that a deployment says, read and checked into one value. */
export type Blueprint = {
  /** SHA-256 over the files; a case pins the one that it started with. */
  hash: Hash;
  directory: string;
  settings: Settings;
  toolbox: Toolbox;
  /** What their tools themselves say of the actions whose tier the deployment sets. */
  ownTiers: ReadonlyMap<string, ActionTier>;
  procedures: ReadonlyMap<string, Procedure>;
  understanding: Understanding;
  /** What no machine answers. */
  sensitive: Sensitive;
  policies: PolicySet;
  /** What teammates send as it is or changed. */
  replies: readonly CannedReply[];
  /** What `purser check --prove` shows of the policies. */
  properties: readonly Property[];
  totals: readonly TotalDefinition[];
  /** What somebody can start by hand, by name. */
  triggers: ReadonlyMap<string, Trigger>;
};
