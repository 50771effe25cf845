import { type EventBody, hashSchema, type NewEvent } from "@purser/contract";

type Started = EventBody<"call.started">;

/** A refund is sent for the first time; what a test is about differs from that. */
export function callStarted(
  about: Pick<Started, "key" | "proposalId"> & Partial<Started>,
): Extract<NewEvent, { kind: "call.started" }> {
  return {
    kind: "call.started",
    body: {
      attempt: 1,
      tool: "refund_order",
      args: {},
      argsHash: hashSchema.parse("0".repeat(64)),
      pauseIds: [],
      reservations: [],
      undoOf: null,
      once: "key",
      resendUntil: null,
      settleMs: 0,
      ...about,
    },
  };
}
