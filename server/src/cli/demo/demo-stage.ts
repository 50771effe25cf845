import { setTimeout as delay } from "node:timers/promises";
import {
  type CaseEvent,
  type CaseId,
  type CaseStatus,
  type IdentityLevel,
  type Pause,
  type PauseKind,
  epochMsOf,
  instantOf,
  plusMs,
} from "@purser/contract";
import type { SeededChance, Stage } from "@purser/kit";
import { type Answering, answerPause } from "../../conversations/pauses/answer-pause.ts";
import { changeIdentity } from "../../conversations/customers/change-identity.ts";
import { openCase } from "../../conversations/open-case.ts";
import { standingCalls } from "../../cases/standing-calls.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { receiveMessage } from "../../conversations/receive-message.ts";
import { requestUndo } from "../../conversations/request-undo.ts";
import type { DemoWorld } from "./open-demo-world.ts";

/** A case that has not come to rest by then never will. */
const restsWithinMs = 30_000;
const lookEveryMs = 15;
const eventsPerRead = 500;
/** A fresh sign-in is fresh for so long. */
const signInCountsMs = 10 * 60_000;

/** The stage of one scenario: people act through the same functions as the surfaces, never past them. */
export class DemoStage implements Stage {
  readonly chance: SeededChance;
  /** The keys of what others did at the systems, so that it can be told from Purser's calls. */
  readonly othersKeys = new Set<string>();
  readonly #world: DemoWorld;
  readonly #show: (events: readonly CaseEvent[]) => void;
  readonly #log: CaseEvent[] = [];
  #caseId: CaseId | null = null;
  #deliveries = 0;

  /** `show` gets the case's events as they come in, oldest first, each once. */
  constructor(world: DemoWorld, chance: SeededChance, show: (events: readonly CaseEvent[]) => void) {
    this.chance = chance;
    this.#world = world;
    this.#show = show;
  }

  async openCase(opening: Parameters<Stage["openCase"]>[0]): Promise<void> {
    const { customerRef, level, text } = opening;
    const { desk } = this.#world.deployment;
    const expiresAt = plusMs(instantOf(this.#world.clock.nowMs()), 12 * 3_600_000);
    const { caseId } = await openCase(
      {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerRef,
        identity: { level, method: level === 0 ? "none" : "login", expiresAt: level === 0 ? null : expiresAt },
        message: { text, ...this.#delivery() },
      },
      desk,
    );
    this.#caseId = caseId;
  }

  async customerSays(text: string): Promise<void> {
    await receiveMessage(this.#case(), { text, ...this.#delivery() }, this.#world.deployment.desk);
  }

  async customerAnswers(decision: "yes" | "no", how: Parameters<Stage["customerAnswers"]>[1]): Promise<void> {
    if (how.kind === "words") return this.customerSays(how.text);
    const { state } = await readCaseNow(this.#case(), this.#world.deployment.desk);
    const id = state.customerId ?? state.caseId;
    await this.#answer("confirm", decision, null, {
      kind: "customer",
      id,
      role: null,
      authenticated: "channel",
      surface: "chat",
    });
  }

  async customerIdentifies(level: IdentityLevel): Promise<void> {
    const expiresAt = plusMs(instantOf(this.#world.clock.nowMs()), signInCountsMs);
    await changeIdentity(this.#case(), { level, method: "token", expiresAt }, this.#world.deployment.desk);
  }

  async teammateAnswers(decision: "yes" | "no", reason?: string): Promise<void> {
    const id = this.#world.deployment.desk.id("tm");
    await this.#answer("approve", decision, reason ?? null, {
      kind: "teammate",
      id,
      role: "lead",
      authenticated: "demo",
      surface: "console",
    });
  }

  async undo(tool: string, reason: string): Promise<void> {
    const { desk } = this.#world.deployment;
    const { state } = await readCaseNow(this.#case(), desk);
    const call = standingCalls(state).findLast((done) => done.tool === tool);
    if (call === undefined) throw new Error(`No call of ${tool} is done.`);
    await requestUndo(call.key, reason, desk.id("tm"), desk);
  }

  async fault(system: string, rule: Parameters<Stage["fault"]>[1]): Promise<void> {
    const reply = await this.#world.control.request({ method: "POST", path: `/${system}/faults`, body: rule });
    if (reply.kind !== "answered" || reply.status !== 201) throw new Error(`The fault was not taken by ${system}.`);
  }

  async elsewhere(system: string, { customerRef, ...request }: Parameters<Stage["elsewhere"]>[1]): Promise<void> {
    const key = `elsewhere-${this.othersKeys.size + 1}`;
    const headers = { ...request.headers, "purser-customer": customerRef };
    const reply = await this.#world.systems[system]?.request({ ...request, key, headers });
    if (reply?.kind !== "answered" || reply.status >= 300) throw new Error(`${system} has not done what others asked.`);
    this.othersKeys.add(key);
  }

  advance(durationMs: number): Promise<void> {
    return this.#world.clock.advance(durationMs);
  }

  async untilQuiet(): Promise<void> {
    const { deployment, clock } = this.#world;
    const restsBy = performance.now() + restsWithinMs;
    for (;;) {
      await this.#showNew();
      const row = await deployment.store.readCase(deployment.tenant, this.#case());
      if (row === null) throw new Error("The case is gone.");
      const wakeInMs = row.wakeAt === null ? null : epochMsOf(row.wakeAt) - clock.nowMs();
      const isMoving = row.isRunnable || (wakeInMs !== null && wakeInMs <= 0);
      if (!isMoving && (wakeInMs === null || row.status !== "working")) break;
      if (!isMoving && wakeInMs !== null) await clock.advance(wakeInMs);
      if (performance.now() > restsBy) throw new Error(`The case does not come to rest; it is ${row.status}.`);
      await delay(lookEveryMs);
    }
    await this.#showNew();
  }

  async log(): Promise<readonly CaseEvent[]> {
    await this.#showNew();
    return [...this.#log];
  }

  /** The case's whole log and its status. */
  async record(): Promise<{ log: readonly CaseEvent[]; status: CaseStatus }> {
    const { deployment } = this.#world;
    await this.#showNew();
    const row = await deployment.store.readCase(deployment.tenant, this.#case());
    return { log: this.#log, status: row?.status ?? "closed" };
  }

  async #answer(kind: PauseKind, decision: "yes" | "no", reason: string | null, by: Answering): Promise<void> {
    const { pauseId, digest } = await this.#openPause(kind);
    const answer = { digest, decision, ...(reason === null ? {} : { reason }) };
    await answerPause(pauseId, answer, by, this.#world.deployment.desk);
  }

  async #openPause(kind: PauseKind): Promise<Pause> {
    const { state } = await readCaseNow(this.#case(), this.#world.deployment.desk);
    const [pause, ...others] = state.pauses.filter((candidate) => candidate.kind === kind);
    if (pause === undefined || others.length > 0)
      throw new Error(`There is not one open ${kind} but ${state.pauses.length}.`);
    return pause;
  }

  async #showNew(): Promise<void> {
    const { store, tenant } = this.#world.deployment;
    const stored = await store.readEvents(tenant, this.#case(), this.#log.length, eventsPerRead);
    const events = stored.flatMap(({ event }) => (event === null ? [] : [event]));
    this.#log.push(...events);
    if (events.length > 0) this.#show(events);
  }

  #delivery(): { provider: string; deliveryId: string } {
    this.#deliveries += 1;
    return { provider: "demo", deliveryId: String(this.#deliveries) };
  }

  #case(): CaseId {
    if (this.#caseId === null) throw new Error("The scenario has opened no case.");
    return this.#caseId;
  }
}
