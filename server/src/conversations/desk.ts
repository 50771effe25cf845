import type { Hash, IdOf, IdPrefix } from "@purser/contract";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { Limits } from "../blueprint/settings/limits.ts";
import type { Voice } from "../blueprint/sentences/host-sentences.ts";
import type { People } from "../blueprint/settings/people.ts";
import { openedOf, type Settings } from "../blueprint/settings/settings.ts";
import type { Sla } from "../blueprint/settings/sla.ts";
import type { OwnAnswers } from "../cases/yes-or-no.ts";
import type { CaseStore } from "../cases/case-store.ts";

/** What the conversations need of the outside: the store, ids, and the blueprint that new cases start with. */
export type Desk = {
  tenant: string;
  store: CaseStore;
  id: <Prefix extends IdPrefix>(prefix: Prefix) => IdOf<Prefix>;
  blueprintHash: () => Hash;
  isSingleOperator: () => boolean;
  /** Those of the blueprint in force. */
  people: () => People;
  queues: () => Settings["queues"];
  limits: () => Limits;
  /** How the host speaks to customers. */
  voice: () => Voice;
  /** What people promise, with the hours in which they are there. */
  sla: () => Sla;
  triggers: () => Blueprint["triggers"];
  /** What counts as a plain yes or no here beside what does everywhere. */
  ownAnswers: () => OwnAnswers;
  /** The topic of a message that no machine may answer; null for any other. */
  sensitiveTopic: (text: string) => string | null;
};

/** The desk of a deployment: what it goes by is always the blueprint in force. */
export function openDesk(
  parts: Pick<Desk, "tenant" | "store" | "id">,
  inForce: () => Blueprint,
  sensitiveTopicIn: (text: string, blueprint: Blueprint) => string | null,
): Desk {
  return {
    ...parts,
    blueprintHash: () => inForce().hash,
    isSingleOperator: () => inForce().settings.singleOperator,
    people: () => inForce().settings.people,
    queues: () => inForce().settings.queues,
    limits: () => inForce().settings.limits,
    voice: () => inForce().settings,
    sla: () => ({ ...inForce().settings.sla, hours: openedOf(inForce().settings) }),
    triggers: () => inForce().triggers,
    ownAnswers: () => inForce().settings.answers,
    sensitiveTopic: (text) => sensitiveTopicIn(text, inForce()),
  };
}
