import type {
  Attachment,
  EventBody,
  ErrorCode,
  Grounds,
  Instant,
  JsonObject,
  ProposedStep,
  Route,
} from "@purser/contract";
import type { SentenceName } from "../blueprint/sentences/english.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { CaseState } from "../cases/case-state.ts";

/** A message of the conversation with its text, and what its files are; what stands in them no reasoner sees. */
export type ViewMessage = {
  seq: number;
  direction: "in" | "out";
  id: string;
  at: Instant;
  /** May be empty where there are files. */
  text: string;
  attachments: readonly Attachment[];
};

/** What a reasoner sees of a case. */
export type CaseView = {
  state: CaseState;
  now: Instant;
  blueprint: Blueprint;
  /** The last messages, oldest first. */
  messages: readonly ViewMessage[];
  /** What of the budgets is left for this thought. */
  allowance: Allowance;
  /** Tells the customer what is done meanwhile; nothing of it is kept. */
  showProgress?: (doing: string) => void;
};

/** The costliest reasoner that may be asked, and which budget says so; null where all of them leave room. */
export type Allowance = { most: "frontier" | "small" | "rules"; why: string | null };

/** The facts of a case, without where they come from. */
export function knownValues({ values }: CaseState): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([path, { value }]) => [path, value]));
}

/** One proposal, with what was understood of the messages that it answers. */
export type Thought = {
  understood: readonly EventBody<"message.understood">[];
  step: ProposedStep;
  /** One sentence for people: why this and not something else. */
  reason: string;
  /** What was weighed, where the reasoner tells it. */
  grounds?: Grounds;
  /** The reasoner that came to it, where it is another than the one that was asked. */
  by?: string;
  /** What it cost, where it cost anything; `turns` are the questions to a model that it took. */
  cost?: { tokens: number; costMicros: number; turns?: number };
  /** Nothing that the reasoner asked for could be used: why, and this is what was thought in its place. */
  unusable?: ErrorCode;
  /** Who thought it, where several could. */
  route?: { route: Route; reasoner: string; why: string };
};

export type ModelSize = "small" | "frontier";

/** How a model was last seen. `open`: it did not answer and is left alone until then, but for single trials. */
export type CircuitState =
  | { kind: "closed"; failures: number }
  | { kind: "open"; since: Instant; until: Instant; trials: number; reason: string };
export type ModelHealth = { size: ModelSize; reasoner: string; circuit: CircuitState };

/**
 * Proposes one step. It decides nothing else: not whether approval is needed, not who the customer is, not whether a
 * thing is done. It must answer for every view, in the end with a handoff; it must not act.
 */
export type Reasoner = {
  name: string;
  /** The host's sentence that the customer is told while it thinks; absent for one that takes no time. */
  doing?: Extract<SentenceName, "readingMessage">;
  think: (view: CaseView) => Promise<Thought>;
  /** It costs no more than the view allows, so it is asked though nothing is left; no other is. */
  keepsToAllowance?: true;
  /** How this process last saw the models that it asks. */
  health?: () => readonly ModelHealth[];
};
