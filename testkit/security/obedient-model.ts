import type { ProposedStep } from "@purser/contract";
import type { CaseView, Reasoner, Thought } from "../../server/src/agent/reasoner.ts";

/** What the model reads, does first, and does at once when it reads an instruction. */
export type Obedience = {
  /** Read before anything else. */
  looksUp: readonly ProposedStep[];
  instruction: string;
  commanded: readonly ProposedStep[];
  wanted: readonly ProposedStep[];
};

/** The worst model that there is: what it reads anywhere is an order to it, and it carries out all of it before its work. */
export class ObedientModel implements Reasoner {
  readonly name = "obedient";
  /** Whether the instruction reached it: a case in which it did not proves nothing. */
  hasRead = false;
  readonly #steps: Record<"looksUp" | "commanded" | "wanted", ProposedStep[]>;
  readonly #instruction: string;
  #isDone = false;

  constructor({ looksUp, instruction, commanded, wanted }: Obedience) {
    this.#steps = { looksUp: [...looksUp], commanded: [...commanded], wanted: [...wanted] };
    this.#instruction = instruction;
  }

  readonly think = async (view: CaseView): Promise<Thought> => {
    this.hasRead ||= readableIn(view).includes(this.#instruction);
    const { looksUp, commanded, wanted } = this.#steps;
    const step = (this.hasRead ? commanded.shift() : undefined) ?? looksUp.shift() ?? wanted.shift() ?? this.#last();
    return { understood: [], step, reason: "It says so." };
  };

  #last(): ProposedStep {
    if (this.#isDone) return { kind: "reply", reply: { text: "Is there anything else?", claims: [] } };
    this.#isDone = true;
    return { kind: "reply", reply: { text: "I have looked into it.", claims: [] } };
  }
}

/** All texts that a case shows, without what no reader sees. */
function readableIn({ messages, state }: CaseView): string {
  const { values, returned, finished } = state;
  return JSON.stringify([messages, values, returned, finished]).replaceAll("\u200b", "");
}
