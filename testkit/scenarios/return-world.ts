import { type CaseEvent, type CaseId, type Json, jsonObjectSchema } from "@purser/contract";
import { hours } from "@purser/kit";
import type { Webhook } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import { recognizerFor } from "../../server/src/agent/rules/understanding/understand.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { receiveSignal, type SignalTaken } from "../../server/src/conversations/receive-signal.ts";
import { closeCase } from "../../server/src/conversations/end-case.ts";
import { checkHistory } from "../check/check-history.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, type Simulation, simulatedTenant } from "../sim/simulation.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";
import { labelWebhooksOnce } from "./larkspur-once.ts";
import { lead, Stage } from "./stage.ts";

let blueprint: Blueprint;

/** Loads the example and trains its recognizer, which takes seconds: once before all tests of a file. */
export async function prepareReturns(): Promise<void> {
  blueprint = await loadLarkspur();
  recognizerFor(blueprint);
}

const minute = 60_000 / hours(1);

/** A customer who sends something back, the carrier that reports of it, and what comes of both. */
export class ReturnWorld {
  readonly simulation: Simulation;
  readonly who: Landmark;
  readonly stage: Stage;
  caseId: CaseId | null = null;
  #sent = 0;

  private constructor(simulation: Simulation, who: Landmark) {
    this.simulation = simulation;
    this.who = who;
    this.stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
  }

  static async open(
    whoOf: (landmarks: Simulation["landmarks"]) => Landmark = (landmarks) => landmarks.refundMedium,
    plant?: (data: WorldData) => void,
  ): Promise<ReturnWorld> {
    const options = { seed: 1, blueprint, reasoner: rulesReasoner };
    const simulation = await openSimulation(plant === undefined ? options : { ...options, plant });
    return new ReturnWorld(simulation, whoOf(simulation.landmarks));
  }

  /** She has confirmed the return, has its label, and the case waits for the parcel. */
  static async waiting(): Promise<ReturnWorld> {
    const world = await ReturnWorld.open();
    await world.asks();
    await world.says("yes");
    return world;
  }

  get orderId(): string {
    return this.who.orders[0]?.orderId ?? "";
  }

  async asks(text = `can I return what is in order ${this.orderId}? it is unworn`): Promise<void> {
    const opening = this.stage.opens(this.who, text);
    await this.pass();
    this.caseId = await opening;
  }

  async says(text: string): Promise<void> {
    this.#sent += 1;
    const message = { text, provider: "chat", deliveryId: `said-${this.#sent}` };
    await receiveMessage(this.#case(), message, this.simulation.desk);
    await this.pass();
  }

  async pass(durationHours = minute): Promise<void> {
    await this.simulation.run(() => false, { hours: durationHours });
  }

  /** The parcel is scanned; what the carrier reports of it is handed back and not delivered. */
  scans(reports: number, who = this.who, labelId = "LB-10001"): readonly Webhook[] {
    this.simulation.systems.shipping.webhooks.takeDue();
    this.stage.changesByHand("shipping", who, `/labels/${labelId}/arrive`, { reports });
    return this.simulation.systems.shipping.webhooks.takeDue();
  }

  async delivers(webhook: Pick<Webhook, "id" | "body"> | undefined): Promise<SignalTaken> {
    if (webhook === undefined) throw new Error("The carrier reports nothing.");
    const body = jsonObjectSchema.parse(JSON.parse(webhook.body));
    const signal = { system: "shipping", deliveryId: webhook.id, body };
    const taken = await receiveSignal(signal, await labelWebhooksOnce(), this.simulation.desk);
    await this.pass();
    return taken;
  }

  get refunds(): readonly (string | null)[] {
    const { effects } = this.simulation.systems.payments.ledger;
    return effects.flatMap(({ operation, kind, subject }) =>
      operation === "refund" && kind === "effect" ? [subject] : [],
    );
  }

  /** What was paid back, in cents, in the order in which it was. */
  get paidBack(): readonly Json[] {
    const { effects } = this.simulation.systems.payments.ledger;
    return effects.flatMap(({ operation, kind, args }) =>
      operation === "refund" && kind === "effect" ? [jsonObjectSchema.parse(args)["amountMinor"] ?? null] : [],
    );
  }

  async told(caseId: CaseId = this.#case()): Promise<readonly string[]> {
    return (await this.log(caseId)).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  async log(caseId: CaseId): Promise<readonly CaseEvent[]> {
    const stored = await this.simulation.store.readEvents(simulatedTenant, caseId, 0, 1_000);
    return stored.flatMap(({ event }) => (event === null ? [] : [event]));
  }

  async status(caseId: CaseId = this.#case()): Promise<string> {
    return (await this.simulation.store.readCase(simulatedTenant, caseId))?.status ?? "gone";
  }

  /** Her cases that are not the one she has opened, the newest first. */
  async others(who = this.who): Promise<readonly CaseId[]> {
    const customerId = await this.simulation.store.customerOf(simulatedTenant, who.customerRef);
    const query = { tenant: simulatedTenant, status: null, customerId, after: null, limit: 10 };
    const { rows } = await this.simulation.store.listCases(query);
    return rows.map(({ caseId }) => caseId).filter((caseId) => caseId !== this.caseId);
  }

  async violations() {
    const { simulation } = this;
    return checkHistory(
      await collectHistory({ ...simulation, shops: [simulation.systems], tenant: simulatedTenant, acknowledged: [] }),
    );
  }

  async closes(): Promise<void> {
    await closeCase(this.#case(), lead, { reason: "She has called." }, this.simulation.desk);
    await this.pass();
  }

  isWaitingFor = async (): Promise<string | null> => {
    const { state } = await readCaseNow(this.#case(), this.simulation.desk);
    const last = state.finished.findLast(({ step }) => step.kind === "later")?.step;
    return last?.kind === "later" ? (last.awaits?.what ?? null) : null;
  };

  #case(): CaseId {
    if (this.caseId === null) throw new Error("She has opened no case.");
    return this.caseId;
  }
}
