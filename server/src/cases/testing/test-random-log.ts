import {
  type CaseEvent,
  type CaseId,
  idSchemas,
  type Instant,
  instantOf,
  type NewEvent,
  plusMs,
} from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import { decide } from "../decide.ts";
import { foldLog } from "../folding/fold.ts";
import { GivenChance } from "./test-given-chance.ts";
import { message, noHash, type RandomTurn } from "./test-random-events.ts";
import { happenAtRandom } from "./test-random-happening.ts";
import { performAtRandom } from "./test-random-step.ts";

/** A log as a worker and people might have written it. */
export type RandomLog = { events: readonly CaseEvent[]; now: Instant };

const start = instantOf(Date.UTC(2026, 1, 10, 7, 17));

export const randomPlace: { tenant: string; caseId: CaseId } = {
  tenant: "main",
  caseId: idSchemas.case.parse(`case_${"0".repeat(20)}`),
};

/**
 * Plays a case by the numbers that it is given: each says what happens next. Steps of `decide` are carried out with any
 * outcome that they can have, people and systems do what they like, and time passes.
 */
export class RandomCase {
  readonly #chance: GivenChance;
  #epoch = 1;
  now: Instant = start;
  readonly events: CaseEvent[] = [];
  state: CaseState;

  constructor(numbers: readonly number[]) {
    this.#chance = new GivenChance(numbers);
    const trigger = { kind: "message" as const, name: "chat" };
    const customerId = this.#chance.id("cus");
    const isChild = this.#chance.below(4) === 0;
    const parent = isChild
      ? {
          caseId: this.#chance.id("case"),
          proposalId: this.#chance.id("prop"),
          thoughts: 6,
          given: { "order.id": "L-1" },
        }
      : null;
    const nothing = { subject: null, goal: null, procedure: null, parent };
    const opened = this.#placed({
      kind: "case.opened",
      body: { trigger, channel: "chat", customerId, customerRef: "LC-1", blueprintHash: noHash, ...nothing },
    });
    this.events.push(opened);
    this.state = foldLog(null, [opened], randomPlace);
    this.#add([message(this.#randomTurn())]);
  }

  /** Plays on until the numbers are used up. */
  play(): RandomLog {
    while (!this.#chance.isUsedUp) this.#turn();
    return { events: this.events, now: this.now };
  }

  /**
   * Carries out what is decided, with nobody interfering, until the case waits for nothing but people. Answers how many
   * steps that took, null when it took more than `atMost`.
   */
  settle(atMost: number): number | null {
    for (let steps = 0; steps < atMost; steps += 1) {
      const step = decide(this.state, this.now);
      if (step.kind !== "wait") this.#add(performAtRandom(this.#randomTurn(), step));
      else if (step.until === null) return steps;
      else this.now = step.until;
    }
    return null;
  }

  #randomTurn(): RandomTurn {
    return { state: this.state, now: this.now, chance: this.#chance };
  }

  #turn(): void {
    const kind = this.#chance.below(14);
    if (kind === 0) this.#epoch += 1;
    else if (kind === 1) this.now = plusMs(this.now, this.#chance.pick([1, 1_000, 30_000, 3_600_000, 90_000_000]));
    else if (kind === 2) this.#add(happenAtRandom(this.#randomTurn()));
    else this.#step();
  }

  #step(): void {
    const step = decide(this.state, this.now);
    if (step.kind !== "wait") this.#add(performAtRandom(this.#randomTurn(), step));
    else if (step.until !== null && this.#chance.below(3) === 0) this.now = step.until;
    else this.#add(happenAtRandom(this.#randomTurn()));
  }

  #add(events: readonly NewEvent[]): void {
    for (const event of events) {
      const placed = this.#placed(event);
      this.events.push(placed);
      this.state = foldLog(this.state, [placed], randomPlace);
    }
  }

  #placed(event: NewEvent): CaseEvent {
    return { ...event, seq: this.events.length + 1, at: this.now, actorId: "somebody", epoch: this.#epoch };
  }
}
