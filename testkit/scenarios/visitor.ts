import type { CaseEvent, CaseId, JsonObject } from "@purser/contract";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import type { Simulation } from "../sim/simulation.ts";

/** In hours: as long as it takes that all comes to rest. */
export const moment = 1 / 60;
let sent = 0;

/** A stranger in a chat of the shop. */
export class Visitor {
  readonly simulation: Simulation;
  readonly caseId: CaseId;

  private constructor(simulation: Simulation, caseId: CaseId) {
    this.simulation = simulation;
    this.caseId = caseId;
  }

  static async comes(simulation: Simulation, text = "Where is my order?"): Promise<Visitor> {
    sent += 1;
    const { caseId } = await openCase(
      {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerRef: null,
        identity: { level: 0, method: "none", expiresAt: null },
        message: { text, provider: "chat", deliveryId: `first-${sent}` },
      },
      simulation.desk,
    );
    const visitor = new Visitor(simulation, caseId);
    await visitor.rests();
    return visitor;
  }

  async says(text: string): Promise<void> {
    sent += 1;
    await receiveMessage(this.caseId, { text, provider: "chat", deliveryId: `said-${sent}` }, this.simulation.desk);
    await this.rests();
  }

  async rests(): Promise<void> {
    await this.simulation.run(() => false, { hours: moment });
  }

  async events(): Promise<readonly CaseEvent[]> {
    const log = await this.simulation.store.readEvents("main", this.caseId, 0, 1_000);
    return log.flatMap(({ event }) => event ?? []);
  }

  async told(): Promise<readonly string[]> {
    return (await this.events()).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  async lastTold(): Promise<string> {
    return (await this.told()).at(-1) ?? "";
  }

  async identity(): Promise<JsonObject> {
    const { state } = await readCaseNow(this.caseId, this.simulation.desk);
    return { ...state.identity, customerRef: state.customerRef };
  }
}
