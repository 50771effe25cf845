import { type CaseEvent, type CaseId, jsonObjectSchema } from "@purser/contract";
import { hours } from "@purser/kit";
import { beforeAll, describe, expect, test } from "vitest";
import type { Webhook } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import { recognizerFor } from "../../server/src/agent/rules/understand.ts";
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
beforeAll(async () => {
  blueprint = await loadLarkspur();
  recognizerFor(blueprint);
}, 120_000);

const minute = 60_000 / hours(1);

/** A customer who sends something back, the carrier that reports of it, and what comes of both. */
class ReturnWorld {
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
  ): Promise<ReturnWorld> {
    const simulation = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
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

describe("a case that waits for a parcel", () => {
  test("says so once, pays when the carrier reports it, and never twice for two reports", async () => {
    const world = await ReturnWorld.waiting();
    expect(await world.status()).toBe("waiting");
    expect(await world.isWaitingFor()).toBe('returnParcel.state == "arrived"');
    await world.pass(50);
    expect((await world.told()).filter((text) => text.includes("as soon as the parcel has arrived"))).toHaveLength(1);
    expect(world.refunds).toEqual([]);
    const [first, second] = world.scans(2);
    expect(await world.delivers(first)).toBe("taken");
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect((await world.told()).at(-1)).toMatch(/has arrived here.*\$47\.00 back to the card/);
    expect(await world.status()).toBe("resolved");
    const told = (await world.told()).length;
    expect(await world.delivers(first)).not.toBe("unrelated");
    await world.delivers(second);
    await world.pass(50);
    expect(world.refunds).toHaveLength(1);
    expect((await world.told()).length).toBe(told);
    for (const other of await world.others()) expect(await world.told(other)).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("finds by looking what the carrier forgot to report, also while its system is down for a day", async () => {
    const world = await ReturnWorld.waiting();
    const told = (await world.told()).length;
    world.scans(0);
    world.simulation.systems.shipping.faults.add({ kind: "status-before", status: 503 });
    await world.pass(30);
    expect(world.refunds).toEqual([]);
    expect((await world.told()).length).toBe(told);
    world.simulation.systems.shipping.faults.clear();
    await world.pass(30);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("answers her meanwhile, and does what else she asks for", async () => {
    const world = await ReturnWorld.waiting();
    for (const text of ["Has my return arrived yet?", "any news of the parcel I sent back?", "where's my money?"]) {
      await world.says(text);
      expect((await world.told()).at(-1)).toContain("has not been scanned here yet");
    }
    await world.says("Please sign me up for the newsletter.");
    expect((await world.told()).join("\n")).toMatch(/newsletter/i);
    expect(await world.status()).toBe("waiting");
    await world.delivers(world.scans(1)[0]);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("is not confused by a report that comes before the label is known", async () => {
    const world = await ReturnWorld.open();
    await world.asks();
    world.simulation.systems.shipping.faults.add({ kind: "timeout-after", times: 1, match: { method: "POST" } });
    const saying = world.says("yes");
    await saying;
    const arrived = world.scans(1)[0];
    await world.delivers(arrived);
    await world.pass(50);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("takes no report about somebody else's parcel, and a person gets that one", async () => {
    const world = await ReturnWorld.waiting();
    const [arrived] = world.scans(1);
    const other = world.simulation.landmarks.refundSmall;
    const body = (arrived?.body ?? "").replaceAll(world.who.customerRef, other.customerRef);
    expect(await world.delivers({ id: "wh_wrong", body })).toBe("taken");
    expect(world.refunds).toEqual([]);
    const [opened] = await world.others(other);
    if (opened === undefined) throw new Error("No case was opened.");
    expect(await world.status(opened)).toBe("handed-off");
    expect((await world.told(opened)).join()).not.toContain("$");
  });
});

describe("a return that cannot be begun", () => {
  test("tells her that nothing was sent to her, instead of only asking which order it is", async () => {
    const world = await ReturnWorld.open((landmarks) => landmarks.planBasic);
    await world.asks("I would like to send it back, she does not like it.");
    expect((await world.told()).at(-1)).toMatch(
      /^I find no order of yours that has been sent to you\. If you have its number/,
    );
  });
});

describe("a parcel whose case is over", () => {
  test("opens a case that pays for it and tells her, once for all reports", async () => {
    const world = await ReturnWorld.waiting();
    await world.closes();
    const [first, second] = world.scans(2);
    expect(await world.delivers(first)).toBe("taken");
    await world.delivers(second);
    const opened = await world.others();
    expect(opened).toHaveLength(1);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.told(opened[0])).toEqual([expect.stringMatching(/has arrived here.*\$47\.00/)]);
    expect(await world.status(opened[0])).toBe("resolved");
    expect(await world.violations()).toEqual([]);
  });

  test("that she had called off is a person's, and nothing is paid", async () => {
    const world = await ReturnWorld.waiting();
    await world.says("Never mind, we are keeping it.");
    expect(await world.status()).toBe("resolved");
    await world.delivers(world.scans(1)[0]);
    expect(world.refunds).toEqual([]);
    const [opened] = await world.others();
    if (opened === undefined) throw new Error("No case was opened.");
    expect(await world.status(opened)).toBe("handed-off");
    expect(await world.violations()).toEqual([]);
  });
});
