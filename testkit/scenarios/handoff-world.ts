import { type EventBody, messageIdSchema } from "@purser/contract";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { PauseWorld } from "./pause-world.ts";

export type Changes = Partial<Blueprint["settings"]>;

/** A refund that she has been asked to confirm, in a shop with these settings. */
export function asked(changes: Changes = {}, reasoner: Reasoner = larkspurReasoner): Promise<PauseWorld> {
  return PauseWorld.open("confirm", {
    reasoner,
    blueprint: (blueprint) => ({ ...blueprint, settings: { ...blueprint.settings, ...changes } }),
  });
}

export async function handoffs(world: PauseWorld): Promise<readonly EventBody<"handoff.made">[]> {
  return (await world.events()).flatMap((event) => (event.kind === "handoff.made" ? [event.body] : []));
}

export async function triggers(world: PauseWorld): Promise<readonly string[]> {
  return (await handoffs(world)).map(({ packet }) => packet.trigger);
}

/** Understands every message as angry where it ends in an exclamation mark, and answers it. */
export const patient: Reasoner = {
  name: larkspurReasoner.name,
  think: async (view) => {
    const unread = view.messages.filter(
      ({ seq, direction }) => direction === "in" && seq >= (view.state.unreadFromSeq ?? Number.POSITIVE_INFINITY),
    );
    const thought = await larkspurReasoner.think(view);
    const reply = { kind: "reply" as const, reply: { text: "I am on it.", claims: [] } };
    const understood = unread.map(({ id, text }) => understoodAs(id, text.endsWith("!")));
    return { ...thought, understood, step: thought.step.kind === "handoff" ? reply : thought.step };
  },
};

function understoodAs(id: string, frustrated: boolean) {
  const nothing = { reasoner: "patient", requests: [], alternatives: [], wantsPerson: false, values: {} };
  return { ...nothing, messageId: messageIdSchema.parse(id), next: "act" as const, frustrated };
}
