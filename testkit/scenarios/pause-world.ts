import {
  type CaseEvent,
  type CaseId,
  type Decision,
  type JsonObject,
  type Pause,
  type PauseId,
  type PauseState,
  PurserError,
  type TeammateRole,
} from "@purser/contract";
import { hours, minutes } from "@purser/kit";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import { type CaseNow, readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { checkHistory } from "../check/check-history.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, type Simulation } from "../sim/simulation.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { orderOf, refundText } from "./requests.ts";
import { Stage } from "./stage.ts";

export type Person = { id: string; role: TeammateRole };
export const lead: Person = { id: "tm_lead", role: "lead" };
export const otherLead: Person = { id: "tm_other", role: "lead" };
export const teammate: Person = { id: "tm_junior", role: "teammate" };

/** The code with which an answer was refused; empty when it was taken. */
export async function refusalOf(answering: Promise<unknown>): Promise<string> {
  return answering.then(
    () => "",
    (error: unknown) => (error instanceof PurserError ? error.code : String(error)),
  );
}

/** A case about which somebody is asked, and the people who answer; nothing goes wrong but what the test does. */
export class PauseWorld {
  readonly simulation: Simulation;
  readonly caseId: CaseId;
  readonly who: Landmark;
  #sent = 0;

  private constructor(simulation: Simulation, caseId: CaseId, who: Landmark) {
    this.simulation = simulation;
    this.caseId = caseId;
    this.who = who;
  }

  /** A refund that needs her yes, or hers and then a lead's. */
  static async open(
    needs: "confirm" | "confirm-then-approve",
    change: {
      reasoner?: Reasoner;
      blueprint?: (blueprint: Blueprint) => Blueprint;
      amountMinor?: number;
      known?: readonly Blueprint[];
      /** In force after ten minutes. */
      next?: Blueprint;
      gone?: readonly Blueprint[];
    } = {},
  ): Promise<PauseWorld> {
    const { reasoner = larkspurReasoner } = change;
    const opened = await larkspurOnce();
    const blueprint = change.blueprint?.(opened) ?? opened;
    const simulation = await openSimulation({
      seed: 1,
      blueprint,
      reasoner,
      known: change.known ?? [],
      republished: change.next === undefined ? null : { blueprint: change.next, afterMs: minutes(10) },
      gone: change.gone ?? [],
    });
    const who = needs === "confirm" ? simulation.landmarks.refundMedium : simulation.landmarks.refundLarge;
    const opening = new Stage(simulation, { deliveries: 1, slownessMs: 0 }).opens(
      who,
      refundText(who, change.amountMinor ?? orderOf(who).paidMinor),
    );
    await simulation.run(() => false, { hours: minute });
    return new PauseWorld(simulation, await opening, who);
  }

  /** Everything that can happen at once happens, and the time passes. */
  async pass(durationHours = minute): Promise<void> {
    await this.simulation.run(() => false, { hours: durationHours });
  }

  async says(text: string): Promise<void> {
    this.#sent += 1;
    await receiveMessage(
      this.caseId,
      { text, provider: "chat", deliveryId: `said-${this.#sent}` },
      this.simulation.desk,
    );
  }

  /** Somebody gives her all her money back beside us. */
  refundsByHand(): void {
    const { chargeId, paidMinor } = orderOf(this.who);
    const body = { chargeId, amountMinor: paidMinor, currency: "USD", reason: "By hand." };
    new Stage(this.simulation, { deliveries: 1, slownessMs: 0 }).changesByHand("payments", this.who, "/refunds", body);
  }

  answers(pause: Pause, decision: Decision, by: Person, args?: JsonObject): Promise<unknown> {
    const answer = { digest: pause.digest, decision, ...(args === undefined ? {} : { args }) };
    return answerPause(
      pause.pauseId,
      answer,
      { kind: "teammate", ...by, authenticated: "session", surface: "console" },
      this.simulation.desk,
    );
  }

  now(): Promise<CaseNow> {
    return readCaseNow(this.caseId, this.simulation.desk);
  }

  /** The one open pause. */
  async pause(): Promise<Pause> {
    const { state } = await this.now();
    const [pause, ...others] = state.pauses;
    if (pause === undefined || others.length > 0)
      throw new Error(`${state.pauses.length} pauses are open, and not one.`);
    return pause;
  }

  async pauseState(pauseId: PauseId): Promise<PauseState | null> {
    return (await this.simulation.store.findPause("main", pauseId))?.state ?? null;
  }

  async events(): Promise<readonly CaseEvent[]> {
    const log = await this.simulation.store.readEvents("main", this.caseId, 0, 1_000);
    return log.flatMap(({ event }) => event ?? []);
  }

  async kinds(): Promise<readonly string[]> {
    return (await this.events()).map(({ kind }) => kind);
  }

  /** What the customer was told. */
  async told(): Promise<readonly string[]> {
    return (await this.events()).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  /** Amounts that were really refunded. */
  get refunds(): readonly unknown[] {
    return this.simulation.systems.payments.ledger.effects.flatMap(({ kind, operation, args }) =>
      kind === "effect" && operation === "refund" ? [args] : [],
    );
  }

  /** Everything that the invariants say against what was left behind, once the case is at rest. */
  async violations(): Promise<readonly string[]> {
    await this.pass();
    return checkHistory(
      await collectHistory({ ...this.simulation, shops: [this.simulation.systems], tenant: "main", acknowledged: [] }),
    );
  }

  get paidMinor(): number {
    return orderOf(this.who).paidMinor;
  }
}

const minute = 60_000 / hours(1);
