import { systemNames } from "../../examples/larkspur/systems/system-of-record.ts";
import { type CaseEvent, type CaseId, type Pause, type UndoPlan } from "@purser/contract";
import { hours } from "@purser/kit";
import type { DoneCall } from "../../server/src/cases/case-state.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import { type CaseNow, readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { requestCaseUndo } from "../../server/src/conversations/request-case-undo.ts";
import { planCaseUndo } from "../../server/src/worker/plan-case-undo.ts";
import { previewUndo } from "../../server/src/worker/preview-undo.ts";
import type { World } from "../../server/src/worker/world.ts";
import { checkHistory } from "../check/check-history.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, type Simulation, simulatedTenant } from "../sim/simulation.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import type { Scenario } from "./scenario.ts";
import { lead, Stage } from "./stage.ts";
import { worldOfLarkspur } from "./worker-world.ts";

const minute = 60_000 / hours(1);

/** A case in which a scenario has done something, and the people who take it back. */
export class UndoWorld {
  readonly simulation: Simulation;
  readonly caseId: CaseId;
  readonly #world: World;
  #sent = 0;

  private constructor(simulation: Simulation, caseId: CaseId, world: World) {
    this.simulation = simulation;
    this.caseId = caseId;
    this.#world = world;
  }

  static async after(scenario: Scenario): Promise<UndoWorld> {
    const blueprint = await larkspurOnce();
    const simulation = await openSimulation({ seed: 1, blueprint, reasoner: larkspurReasoner });
    const stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
    const playing = scenario.play(stage);
    await simulation.run(() => false, { hours: minute * 10 });
    await playing;
    const [caseId] = stage.caseIds;
    if (caseId === undefined) throw new Error(`${scenario.name} has opened no case.`);
    const { desk, systems, clock } = simulation;
    return new UndoWorld(simulation, caseId, await worldOfLarkspur(desk, blueprint, systems, () => clock.now()));
  }

  /** Everything that can happen at once happens, and the time passes. */
  async pass(durationHours = minute): Promise<void> {
    await this.simulation.run(() => false, { hours: durationHours });
  }

  now(): Promise<CaseNow> {
    return readCaseNow(this.caseId, this.simulation.desk);
  }

  async says(text: string): Promise<void> {
    this.#sent += 1;
    const message = { text, provider: "chat", deliveryId: `said-${this.#sent}` };
    await receiveMessage(this.caseId, message, this.simulation.desk);
    await this.pass();
  }

  plan(): Promise<UndoPlan> {
    return planCaseUndo(this.caseId, this.#world);
  }

  preview(call: DoneCall) {
    return previewUndo(call.key, this.#world);
  }

  /** All that can be is to be taken back, as somebody who is not the lead asks for it. */
  async undoAll(): Promise<UndoPlan> {
    const plan = await requestCaseUndo(await this.plan(), "Sold by mistake.", "tm_other", this.simulation.desk);
    await this.pass();
    return plan;
  }

  async approves(): Promise<void> {
    const [pause] = (await this.now()).state.pauses;
    if (pause === undefined) throw new Error("Nobody is asked.");
    await answerPause(
      pause.pauseId,
      { digest: pause.digest, decision: "yes" },
      this.#leadsAnswer(),
      this.simulation.desk,
    );
    await this.pass();
  }

  /** The last call of a tool that was found done. */
  async done(tool: string): Promise<DoneCall> {
    const call = (await this.now()).state.doneCalls.findLast((done) => done.tool === tool);
    if (call === undefined) throw new Error(`No call of ${tool} is done.`);
    return call;
  }

  async pauses(): Promise<readonly Pause[]> {
    return (await this.now()).state.pauses;
  }

  async status(): Promise<string> {
    return (await this.simulation.store.readCase(simulatedTenant, this.caseId))?.status ?? "gone";
  }

  async events(): Promise<readonly CaseEvent[]> {
    const log = await this.simulation.store.readEvents(simulatedTenant, this.caseId, 0, 1_000);
    return log.flatMap(({ event }) => event ?? []);
  }

  /** What the customer was told. */
  async told(): Promise<readonly string[]> {
    return (await this.events()).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  /** What the person who has the case reads. */
  async packet() {
    const made = (await this.events()).findLast((event) => event.kind === "handoff.made");
    if (made?.kind !== "handoff.made") throw new Error("The case was not handed over.");
    return made.body.packet;
  }

  /** What changed in all systems, in its order. */
  get effects(): readonly string[] {
    return systemNames
      .flatMap((name) => this.simulation.systems[name].ledger.effects.map((effect) => ({ name, ...effect })))
      .filter(({ kind }) => kind === "effect" || kind === "reversal")
      .toSorted((one, other) => one.tick - other.tick)
      .map(({ name, operation }) => `${name} ${operation}`);
  }

  async violations(): Promise<readonly string[]> {
    return checkHistory(
      await collectHistory({
        ...this.simulation,
        shops: [this.simulation.systems],
        tenant: simulatedTenant,
        acknowledged: [],
      }),
    );
  }

  #leadsAnswer() {
    return { kind: "teammate" as const, ...lead, authenticated: "session", surface: "console" as const };
  }
}
