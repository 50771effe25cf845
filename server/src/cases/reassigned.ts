import type { EventBody, Pause } from "@purser/contract";

/** A pause as it is after it was laid before others; any other pause stays. */
export function reassigned(pause: Pause, { pauseId, role, assignedTo }: EventBody<"pause.reassigned">): Pause {
  if (pause.pauseId !== pauseId) return pause;
  const { assignedTo: _before, ...rest } = pause;
  return { ...rest, mayAnswer: { kind: "teammate", role }, ...(assignedTo === null ? {} : { assignedTo }) };
}
