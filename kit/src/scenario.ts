import type { SystemRequest } from "./system-client.ts";
import type { CaseEvent, CaseStatus, IdentityLevel, Json, JsonObject } from "@purser/contract";

/** Chance that its seed decides: the same seed, the same play. */
export type SeededChance = {
  /** At least 0, below 1. */
  next: () => number;
  /** A whole number from `least` to `most`, both included. */
  int: (least: number, most: number) => number;
  pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
};

/** What a scenario may do: what people and the world do, never what Purser does. Each waits until it is committed. */
export type Stage = {
  chance: SeededChance;
  /** A customer writes first; `level` is how well the channel knows her. */
  openCase: (opening: { customerRef: string; level: IdentityLevel; text: string }) => Promise<void>;
  customerSays: (text: string) => Promise<void>;
  /** Answers the one open confirmation: with the button, or in these words. */
  customerAnswers: (decision: "yes" | "no", how: { kind: "button" } | { kind: "words"; text: string }) => Promise<void>;
  /** The customer shows who she is, as a sign-in on the shop's site proves it. */
  customerIdentifies: (level: IdentityLevel) => Promise<void>;
  /** A lead who has proposed nothing in this case answers the one open approval. */
  teammateAnswers: (decision: "yes" | "no", reason?: string) => Promise<void>;
  /** A lead wants the last done call of this tool taken back. */
  undo: (tool: string, reason: string) => Promise<void>;
  /** Adds a fault rule to a system of record, in that system's own words. */
  fault: (system: string, rule: JsonObject) => Promise<void>;
  /**
   * Somebody else does something at a system of record, as another customer takes a time. It is none of Purser's calls,
   * so it does not count among the ledgers' effects. Throws when the system refuses.
   */
  elsewhere: (system: string, request: SystemRequest & { customerRef: string }) => Promise<void>;
  /** What has happened in the case so far, as its log has it: what she was told, and what people were asked. */
  log: () => Promise<readonly CaseEvent[]>;
  /** Moves the world's clock on. */
  advance: (durationMs: number) => Promise<void>;
  /** Waits until nothing moves without a person; a case that works and waits for a clock does not wait for real. */
  untilQuiet: () => Promise<void>;
};

/** One line of a system's own ledger: what a write changed, or that it changed nothing. */
export type LedgerEffect = {
  key: string | null;
  operation: string;
  object: string;
  kind: "effect" | "noop" | "reversal" | "rejected";
  args: Json;
  result: string | null;
};

/** What was left behind: all that a check may look at. Ledgers are by system, as read over HTTP, without what others did. */
export type PlayedRecord = {
  log: readonly CaseEvent[];
  status: CaseStatus;
  ledgers: Readonly<Record<string, readonly LedgerEffect[]>>;
};

export type ScenarioDefinition<Seeded> = {
  /** Kebab-case, as `purser demo` is asked for it. */
  name: string;
  /** One sentence for people. */
  title: string;
  /** The case's status at the end. */
  endsAs: CaseStatus;
  /** Who it is about and what is asked for. `landmarks` is what the systems said of their world when they were started. */
  customer: (seeded: { landmarks: unknown; chance: SeededChance }) => Seeded;
  play: (stage: Stage, seeded: Seeded) => Promise<void>;
  /** What is wrong with the record, a sentence each; it sees nothing of the play. */
  check: (record: PlayedRecord, seeded: Seeded) => readonly string[];
};

/** A scenario for one seed, ready to be played once. */
export type PreparedScenario = {
  play: (stage: Stage) => Promise<void>;
  check: (record: PlayedRecord) => readonly string[];
};

export type Scenario = {
  kind: "scenario";
  name: string;
  title: string;
  endsAs: CaseStatus;
  prepare: (seeded: { landmarks: unknown; chance: SeededChance }) => PreparedScenario;
};

/** Declares a scenario: a story that must end well for every seed, and the check that says whether it did. */
export function defineScenario<Seeded>(definition: ScenarioDefinition<Seeded>): Scenario {
  const { name, title, endsAs } = definition;
  return {
    kind: "scenario",
    name,
    title,
    endsAs,
    prepare: (world) => {
      const seeded = definition.customer(world);
      return {
        play: (stage) => definition.play(stage, seeded),
        check: (record) => definition.check(record, seeded),
      };
    },
  };
}
