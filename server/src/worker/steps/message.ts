import type { CallKey, NewEvent, PauseId, ProposalId } from "@purser/contract";
import type { StepContext } from "../step-context.ts";

/** A message to the customer on the channel of the case. */
export function messageTo(
  { state, world }: Pick<StepContext, "state" | "world">,
  text: string,
  about: { proposalId?: ProposalId; pauseId?: PauseId; claims?: readonly CallKey[]; choices?: readonly PauseId[] } = {},
): NewEvent {
  return {
    kind: "message.sent",
    body: {
      outboxId: world.id("out"),
      channel: state.channel,
      text,
      claims: [...(about.claims ?? [])],
      pauseId: about.pauseId ?? null,
      proposalId: about.proposalId ?? null,
      ...(about.choices === undefined ? {} : { choices: [...about.choices] }),
    },
  };
}
