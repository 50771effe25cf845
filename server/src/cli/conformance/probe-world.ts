import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type CaseEvent,
  type CaseId,
  type CaseView,
  type Decision,
  type Json,
  type JsonObject,
  type Pause,
  type PauseId,
  type PauseState,
  type Surface,
  type TeammateRole,
  caseIdSchema,
  caseViewSchema,
  instantSchema,
  pauseViewSchema,
} from "@purser/contract";
import { z } from "zod";
import { apiKeyOf, type Scope } from "../../http/authenticate.ts";
import { openReadiness } from "../../http/readiness.ts";
import { type Api, createApi } from "../../http/create-api.ts";
import { noSurroundings } from "../../http/desk/surroundings.ts";
import { openKeptRecords } from "../../http/kept-reads.ts";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { noLimits } from "../../blueprint/settings/limits.ts";
import { answerLink } from "../../conversations/pauses/answer-link.ts";
import { listOlderVersions, type OlderVersion } from "../../conversations/versions/publish.ts";
import { loadedOr } from "../connect-systems.ts";
import type { Cleanups } from "../demo/cleanups.ts";
import type { Deployment, DemoClock, Runtime } from "../runtime.ts";
import { version } from "../version.ts";
import { programText } from "./probe-reasoner.ts";
import { ProbeSystem } from "./probe-system.ts";
import { openProbeDeployment, type ProbePlace, workerOptions } from "./probe-worker.ts";
import { inProcesses, inThisProcess, type Workers } from "./probe-workers.ts";

/** How a row is tried: in one process, with every worker killed between a pause and its answer, or with two that race. */
export const ways = ["one-process", "killed", "racing"] as const;
export type Way = (typeof ways)[number];

export type Person = { id: string; role: TeammateRole; scopes: readonly Scope[] };
export const lead: Person = { id: "tm-probe-lead", role: "lead", scopes: ["desk"] };
export const otherLead: Person = { id: "tm-probe-other-lead", role: "lead", scopes: ["desk"] };
export const teammate: Person = { id: "tm-probe-teammate", role: "teammate", scopes: ["desk"] };
export const auditor: Person = { id: "tm-probe-auditor", role: "auditor", scopes: ["desk"] };
/** The server of a channel, which speaks for customers. */
export const channel: Person = { id: "tm-probe-channel", role: "teammate", scopes: ["channel"] };
export const people: readonly Person[] = [lead, otherLead, teammate, auditor, channel];

export type Answered = { status: number; body: JsonObject };
const problemSchema = z.looseObject({ code: z.string(), detail: z.string().exactOptional() });

const origin = "http://purser.invalid";

/** Far beyond what anything takes: a row that has passed never waits so long, on a busy machine neither. */
const longestWaitMs = 180_000;
/** Deaths between a question and its answer that one row is tried with; each costs the start of a process. */
const deathsPerRow = 2;
const beginsAt = instantSchema.parse("2026-02-10T07:17:00.000Z");

/** One database with the probe, its workers, and the surfaces through which people reach it. */
export class ProbeWorld {
  readonly way: Way;
  readonly probe: ProbeSystem;
  readonly clock: DemoClock;
  readonly deployment: Deployment;
  readonly #api: Api;
  readonly #closing: AbortController;
  readonly #workers: Workers;
  readonly #folders: Folders;
  readonly #runtime: Runtime;
  #customers = 0;
  restarts = 0;
  races = 0;
  #deathsLeft = 0;

  private constructor(way: Way, parts: Parts) {
    this.way = way;
    this.probe = parts.probe;
    this.clock = parts.clock;
    this.deployment = parts.deployment;
    this.#workers = parts.workers;
    this.#folders = parts.folders;
    this.#runtime = parts.runtime;
    this.#closing = new AbortController();
    const { desk, world, versions, telemetry, tenant } = parts.deployment;
    this.#api = createApi({
      version,
      // Rows ask as fast as they can.
      desk: { ...desk, limits: () => noLimits },
      world,
      versions,
      keys: people.map(({ id, ...rest }) => apiKeyOf(keyOf(id), { id, ...rest })),
      siteKey: randomBytes(32),
      signIn: null,
      publicUrl: null,
      inlets: new Map(),
      telemetry,
      surroundings: noSurroundings,
      readRecordsBeside: openKeptRecords(desk),
      readiness: openReadiness({
        store: desk.store,
        tenant,
        processId: "conformance",
        freeBytes: async () => null,
        modelTrouble: () => null,
        closing: this.#closing.signal,
      }),
      closing: this.#closing.signal,
    });
  }

  /** Opens a world; what it started is added to `cleanups` at once, so that a failure half-way leaves nothing behind. */
  static async open(
    way: Way,
    { databaseUrl, folders, runtime }: { databaseUrl: string; folders: Folders; runtime: Runtime },
    cleanups: Cleanups,
  ): Promise<ProbeWorld> {
    const clock = await runtime.replaceClock(databaseUrl, beginsAt);
    cleanups.add(clock.close);
    const probe = new ProbeSystem();
    cleanups.add(() => probe.stop());
    const place: ProbePlace = {
      databaseUrl,
      masterKey: randomBytes(32).toString("hex"),
      probeUrl: await probe.start(),
    };
    const deployment = await openProbeDeployment(folders["as-it-is"], place, runtime);
    cleanups.add(deployment.close);
    const workers =
      way === "one-process" ? inThisProcess(place, runtime) : inProcesses(place, way === "racing" ? 2 : 1);
    cleanups.add(() => workers.stop());
    await workers.start(folders["as-it-is"]);
    const world = new ProbeWorld(way, { probe, clock, deployment, workers, folders, runtime });
    cleanups.add(async () => world.#closing.abort());
    return world;
  }

  /** A row begins. */
  begins(): void {
    this.#deathsLeft = deathsPerRow;
  }

  /** In the way that kills, all workers die here and others start. */
  async mayDie(): Promise<void> {
    if (this.way !== "killed" || this.#deathsLeft === 0) return;
    this.#deathsLeft -= 1;
    this.restarts += 1;
    await this.#workers.kill();
    await this.#workers.start(this.#folders["as-it-is"]);
  }

  /** Ends a worker that stands still within a call, where workers can be killed, and lets its lease run out. */
  async killAtWork(): Promise<void> {
    if (this.way === "one-process") return;
    this.restarts += 1;
    await this.#workers.kill();
    await this.clock.advance(workerOptions.leaseMs + 1_000);
    await this.#workers.start(this.#folders["as-it-is"]);
  }

  /** The cases that wait under older versions, as `purser publish` lists them before it does anything. */
  async olderThan(versionName: keyof Folders): Promise<{ to: Blueprint; older: readonly OlderVersion[] }> {
    const to = loadedOr(await this.#runtime.loadBlueprint(this.#folders[versionName]));
    return { to, older: await listOlderVersions(to, { procedures: {}, tools: {} }, this.deployment.desk) };
  }

  /** The workers are stopped and others start with another version of the blueprint. */
  async deploy(versionName: keyof Folders): Promise<void> {
    await this.#workers.kill();
    await this.#workers.start(this.#folders[versionName]);
  }

  /** A new customer opens a case with the steps that the reasoner shall propose. */
  async opens(steps: readonly unknown[], customer = this.customer()): Promise<CaseId> {
    const { body } = await this.post(
      "/v1/cases",
      { ...this.#opening(customer), text: programText(steps) },
      channel,
      201,
    );
    return openedSchema.parse(body).caseId;
  }

  /** A new customer, whom nobody has heard of. */
  customer(): string {
    this.#customers += 1;
    return `probe-${this.#customers}`;
  }

  #opening(customer: string) {
    const [channelName = "chat"] = Object.keys(this.deployment.blueprint.settings.channels);
    return { customer, level: 2, channel: channelName };
  }

  async says(caseId: CaseId, text: string): Promise<void> {
    await this.post(`/v1/cases/${caseId}/messages`, { text }, channel, 202);
  }

  wants(caseId: CaseId, steps: readonly unknown[]): Promise<void> {
    return this.says(caseId, programText(steps));
  }

  async case(caseId: CaseId): Promise<CaseView> {
    const { status, body } = await this.ask("GET", `/v1/cases/${caseId}`);
    if (status !== 200) throw new Error(`${caseId} cannot be read: ${JSON.stringify(body)}`);
    return caseViewSchema.parse(body);
  }

  async pauseState(pauseId: PauseId): Promise<PauseState> {
    return pauseViewSchema.parse((await this.ask("GET", `/v1/pauses/${pauseId}`)).body).state;
  }

  /** The so many open pauses of a case, once they are open and the case is at rest. */
  async pauses(caseId: CaseId, count = 1): Promise<readonly Pause[]> {
    let found: readonly Pause[] = [];
    await this.until(`${count} pauses of ${caseId} are open`, async () => {
      const view = await this.case(caseId);
      found = view.pauses;
      return found.length === count && !view.isRunnable;
    });
    return found;
  }

  async pause(caseId: CaseId): Promise<Pause> {
    const [pause] = await this.pauses(caseId);
    if (pause === undefined) throw new Error("A pause is open and there is none.");
    return pause;
  }

  /** Child cases of a case once so many are known and are there, in the order in which they were opened. */
  async children(caseId: CaseId, count: number): Promise<readonly CaseId[]> {
    let found: readonly CaseId[] = [];
    await this.until(`${caseId} has ${count} child cases`, async () => {
      found = (await this.case(caseId)).children.map((child) => child.caseId);
      const isThere = await Promise.all(found.map((id) => this.ask("GET", `/v1/cases/${id}`)));
      return found.length === count && isThere.every(({ status }) => status === 200);
    });
    return found;
  }

  /** Answers a pause, as the way wants it: after a death, or from two surfaces at once, of which one counts. */
  async answers(pause: Pause, decision: Decision, by: Person = lead): Promise<void> {
    await this.mayDie();
    const sends = this.way === "racing" ? 2 : 1;
    if (sends > 1) this.races += 1;
    const answered = await Promise.all(Array.from({ length: sends }, () => this.answer(pause, decision, by)));
    const taken = answered.filter(({ status }) => status === 200).length;
    if (taken !== 1) throw new Error(`Of ${sends} equal answers ${taken} were taken: ${JSON.stringify(answered)}`);
  }

  /** One answer, whatever comes of it. */
  answer(
    { pauseId, digest, mayAnswer }: Pick<Pause, "pauseId" | "digest" | "mayAnswer">,
    decision: Decision,
    by: Person = lead,
    more: JsonObject = {},
  ): Promise<Answered> {
    const isHers = mayAnswer.kind === "customer" && by === lead;
    const as = isHers ? { as: "customer" } : {};
    return this.ask(
      "POST",
      `/v1/pauses/${pauseId}/answer`,
      { digest, decision, ...as, ...more },
      isHers ? channel : by,
    );
  }

  /**
   * One answer as it comes from a surface, and its status: from the chat the customer's button, from a mail the form of the
   * page behind the link that the lead was sent.
   */
  async answerFrom(surface: Surface, pause: Pause, decision: "yes" | "no"): Promise<number> {
    if (surface !== "mail-link") return (await this.answer(pause, decision, lead, { surface })).status;
    const { desk, world } = this.deployment;
    const link = answerLink({ tenant: desk.tenant, pause, personId: lead.id }, world.deploymentSecret, origin);
    const shown = await this.#api.fetch(new Request(link));
    await this.#api.fetch(new Request(link, { method: "HEAD" }));
    if (shown.status === 200 && (await this.pauseState(pause.pauseId)) !== "open")
      throw new Error("To look at the page was an answer.");
    return (await this.#api.fetch(new Request(link, { method: "POST", body: new URLSearchParams({ decision }) })))
      .status;
  }

  async events(caseId: CaseId): Promise<readonly CaseEvent[]> {
    const log = await this.deployment.store.readEvents(this.deployment.tenant, caseId, 0, 10_000);
    return log.flatMap(({ event }) => event ?? []);
  }

  /** What the customer was told in a case. */
  async told(caseId: CaseId): Promise<readonly string[]> {
    return (await this.events(caseId)).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  async untilStatus(caseId: CaseId, status: CaseView["status"]): Promise<void> {
    await this.until(`${caseId} is ${status}`, async () => {
      const view = await this.case(caseId);
      return view.status === status && !view.isRunnable;
    });
  }

  /** Nothing is left to do for any worker, and nothing is on its way between cases. */
  async quiet(): Promise<void> {
    await this.until("nothing is left to do", async () => {
      const { store, tenant } = this.deployment;
      const { rows } = await store.listCases({ tenant, status: null, customerId: null, after: null, limit: 1_000 });
      const wakeAt = await store.nextWakeAt(tenant);
      return rows.every(({ isRunnable }) => !isRunnable) && (wakeAt === null || wakeAt > (await store.now()));
    });
  }

  async until(what: string, isMet: () => Promise<boolean>): Promise<void> {
    for (const beganAt = performance.now(); !(await isMet()); await delay(10)) {
      if (performance.now() - beganAt > longestWaitMs) throw new Error(`Waited in vain until ${what}.`);
    }
  }

  async post(path: string, body: Json, by: Person, expected: number): Promise<Answered> {
    const answered = await this.ask("POST", path, body, by);
    if (answered.status !== expected)
      throw new Error(`${path} answered ${answered.status}: ${JSON.stringify(answered.body)}`);
    return answered;
  }

  async ask(method: "GET" | "POST", path: string, body?: Json, by: Person = lead): Promise<Answered> {
    const response = await this.stream(path, by, method, body);
    return { status: response.status, body: bodySchema.parse(await response.json()) };
  }

  /** The answer itself, for what is streamed. */
  async stream(path: string, by: Person, method = "GET", body?: Json, accept = "application/json"): Promise<Response> {
    return this.#api.fetch(
      new Request(`${origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${keyOf(by.id)}`, accept, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  }
}

export function codeOf({ body }: Answered): string {
  return problemSchema.safeParse(body).data?.code ?? "";
}

const bodySchema = z.record(z.string(), z.json());
const openedSchema = z.object({ caseId: caseIdSchema });

function keyOf(id: string): string {
  return `pur_${id}_0123456789`;
}

export type Folders = { "as-it-is": string; next: string };
type Parts = {
  probe: ProbeSystem;
  clock: DemoClock;
  deployment: Deployment;
  workers: Workers;
  folders: Folders;
  runtime: Runtime;
};
