import {
  type CaseId,
  type Decision,
  type ErrorCode,
  type IdentityLevel,
  type JsonObject,
  type Pause,
  PurserError,
  type TeammateRole,
} from "@purser/contract";
import { z } from "zod";
import type { Landmark, Landmarks } from "../../examples/larkspur/systems/landmarks.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { type CaseNow, readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import type { SystemName } from "../../examples/larkspur/systems/system-of-record.ts";
import type { SeededRandom } from "../sim/random.ts";
import type { Simulation } from "../sim/simulation.ts";

/** A delivery that was answered with a success: it must be in one log, once. */
export type Acknowledged = { provider: string; deliveryId: string };

export type StageOptions = {
  /** How often the same delivery arrives, at most; each arrival on its own, side by side. */
  deliveries: number;
  /** How long a person takes to answer, at most; 0 is at once. */
  slownessMs: number;
};

/** What the people of a scenario can do, each as an actor of their own. */
export class Stage {
  readonly landmarks: Landmarks;
  readonly random: SeededRandom;
  readonly acknowledged: Acknowledged[] = [];
  readonly caseIds: CaseId[] = [];
  /** Arrivals, of which several may be one delivery. */
  deliveries = 0;
  /** What people wanted and were refused. */
  readonly refused: string[] = [];
  readonly #simulation: Simulation;
  readonly #options: StageOptions;
  #sent = 0;

  constructor(simulation: Simulation, options: StageOptions) {
    this.#simulation = simulation;
    this.#options = options;
    this.landmarks = simulation.landmarks;
    this.random = simulation.random;
  }

  /** A customer opens a case with her first message, signed in on the shop's site unless she is known less or better; at 0 as a stranger. */
  async opens(who: Landmark, text: string, level: IdentityLevel = 2): Promise<CaseId> {
    const opened = await this.#deliver(async (desk, message) => {
      const { caseId } = await openCase(
        {
          trigger: { kind: "message", name: "chat" },
          channel: "chat",
          customerRef: level === 0 ? null : who.customerRef,
          identity: { level, method: "token", expiresAt: null },
          message,
        },
        desk,
      );
      return caseId;
    }, text);
    this.caseIds.push(opened);
    return opened;
  }

  async says(caseId: CaseId, text: string): Promise<void> {
    await this.#deliver((desk, message) => receiveMessage(caseId, message, desk), text);
  }

  /** The customer answers the open question in her chat, after a while. */
  async saysOnceAsked(caseId: CaseId, text: string): Promise<void> {
    await this.pauseOf(caseId, "confirm");
    await this.takesTime();
    await this.says(caseId, text);
  }

  /** A teammate decides on what is to be approved, after a while. */
  async decides(caseId: CaseId, decision: Decision, by: { id: string; role: TeammateRole } = lead): Promise<void> {
    const pause = await this.pauseOf(caseId, "approve");
    await this.takesTime();
    await this.answers(pause, decision, by);
  }

  async answers(
    pause: Pause,
    decision: Decision,
    by: { id: string; role: TeammateRole },
    args?: JsonObject,
  ): Promise<void> {
    const giver = { kind: "teammate" as const, ...by, authenticated: "session", surface: "console" as const };
    const answer = { digest: pause.digest, decision, ...(args === undefined ? {} : { args }) };
    await this.insists(() => answerPause(pause.pauseId, answer, giver, this.deskOf(by.id)));
  }

  /**
   * A person whose request was not answered tries again, and may learn that it had been done; one whose request is refused
   * for now comes back until it is not.
   */
  async insists(act: () => Promise<unknown>, forNow: ErrorCode | null = null): Promise<void> {
    for (let tries = 0; tries < patience;) {
      try {
        await act();
        return;
      } catch (error) {
        const isForNow = error instanceof PurserError && error.code === forNow;
        if (!isForNow && !isUnanswered(error)) throw error;
        if (!isForNow) tries += 1;
        await this.#simulation.scheduler.sleep("people", isForNow ? 60_000 : 2_000, null);
      }
    }
  }

  /** What is refused is let be. */
  async tries(act: () => Promise<unknown>): Promise<void> {
    try {
      await this.insists(act);
    } catch (error) {
      if (!(error instanceof PurserError)) throw error;
      this.refused.push(error.code);
    }
  }

  /** Somebody changes a record of the shop by hand, beside us. */
  changesByHand(system: SystemName, who: Landmark, path: string, body: JsonObject, version = 1): void {
    this.#sent += 1;
    const headers = {
      "idempotency-key": `by-hand-${this.#sent}`,
      "purser-customer": who.customerRef,
      "if-version": String(version),
    };
    const result = this.#simulation.systems[system].handle({ method: "POST", path, headers, body });
    if (result.kind === "answer" && result.status >= 400 && result.status < 429)
      throw new Error(`By hand, ${path}: ${JSON.stringify(result)}`);
  }

  /** The texts of the mails that a customer was sent, in order. */
  mailTo(customerRef: string): readonly string[] {
    return this.#simulation.systems.mail.ledger.effects.flatMap(({ subject, args }) => {
      const mail = sentMailSchema.safeParse(args);
      return subject === customerRef && mail.success ? [mail.data.text] : [];
    });
  }

  get clock(): Simulation["clock"] {
    return this.#simulation.clock;
  }

  /** The open pause of a kind; waits until there is one. */
  async pauseOf(caseId: CaseId, kind: Pause["kind"]): Promise<Pause> {
    let found: Pause | undefined;
    await this.until(caseId, ({ state }) => {
      found = state.pauses.find((pause) => pause.kind === kind);
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`${caseId} has no pause of kind ${kind}.`);
    return found;
  }

  /** Waits until a child of the case asks the customer something. */
  async untilChildAsks(caseId: CaseId): Promise<void> {
    const asks = async (child: CaseId): Promise<boolean> =>
      (await this.#simulation.store.readCase("main", child)) !== null &&
      (await this.look(child)).state.pauses.some(({ kind }) => kind === "confirm");
    await this.#simulation.scheduler.until("people", async () => {
      const { children } = (await this.look(caseId)).state;
      return (await Promise.all(children.map((child) => asks(child.caseId)))).includes(true);
    });
  }

  until(caseId: CaseId, isMet: (caseNow: CaseNow) => boolean): Promise<void> {
    return this.#simulation.scheduler.until("people", async () => isMet(await this.look(caseId)));
  }

  /** The case as it stands, read beside the scheduler: looking changes nothing. */
  look(caseId: CaseId): Promise<CaseNow> {
    return readCaseNow(caseId, { store: this.#simulation.store, tenant: "main" });
  }

  async takesTime(atMostMs = this.#options.slownessMs): Promise<void> {
    if (atMostMs > 0) await this.#simulation.scheduler.sleep("people", this.random.below(atMostMs), null);
  }

  /** So long, and not a moment less. */
  async waits(durationMs: number): Promise<void> {
    await this.#simulation.scheduler.sleep("people", Math.max(0, durationMs), null);
  }

  deskOf(actor: string): Desk {
    return this.#simulation.deskOf(`desk of ${actor}`);
  }

  async #deliver<Result>(
    take: (desk: Desk, message: { text: string; provider: string; deliveryId: string }) => Promise<Result>,
    text: string,
  ): Promise<Result> {
    this.#sent += 1;
    const message = { text, provider: "chat", deliveryId: `delivery-${this.#sent}` };
    const times = 1 + this.random.below(this.#options.deliveries);
    this.deliveries += times;
    const arrivals = Array.from({ length: times }, (_, index) =>
      this.#deliverUntilTaken(() => take(this.deskOf(`web-${index + 1}`), message)),
    );
    const [first] = await Promise.all(arrivals);
    if (first === undefined) throw new Error("A delivery arrives at least once.");
    this.acknowledged.push({ provider: message.provider, deliveryId: message.deliveryId });
    return first;
  }

  /** Whoever delivers and is not answered with a success delivers again. */
  async #deliverUntilTaken<Result>(take: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await take();
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        await this.#simulation.scheduler.sleep("people", 5_000, null);
      }
    }
  }
}

const patience = 5;
const sentMailSchema = z.object({ text: z.string() });

function isUnanswered(error: unknown): boolean {
  return error instanceof PurserError && error.code === "PUR-1005";
}

export const lead = { id: "tm_lead", role: "lead" } as const;
