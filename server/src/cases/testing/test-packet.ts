import type { HandoffPacket } from "@purser/contract";

/** A packet as tests need it, that says no more than this. */
export function testPacket(change: Partial<HandoffPacket> = {}): HandoffPacket {
  return {
    trigger: "person-asked",
    topic: null,
    why: "A person is asked for.",
    wants: "",
    known: [],
    done: [],
    open: [],
    promises: [],
    suggestion: { text: "Answer her.", call: null },
    sentiment: { isFrustrated: false, frustratedMessages: 0, messages: 0 },
    ...change,
  };
}
