import type { CheckpointList, MailState, SystemState } from "@purser/contract";

/** What only whoever started the process knows. */
export type Surroundings = {
  systems: () => Promise<SystemState[]>;
  mail: () => MailState;
  checkpoints: () => Promise<CheckpointList>;
};

/** Of a process that nobody gave systems that can be watched. */
export const noSurroundings: Surroundings = {
  systems: async () => [],
  mail: () => ({ state: "unused", missing: [] }),
  checkpoints: async () => ({ publicKey: null, checkpoints: [] }),
};
