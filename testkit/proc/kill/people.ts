import { setTimeout as delay } from "node:timers/promises";
import { type CaseId, caseIdSchema, openedCaseSchema, pausePageSchema, pauseViewSchema } from "@purser/contract";
import { z } from "zod";
import type { SeededRandom } from "../../sim/random.ts";
import type { Wish } from "./crowd.ts";

/** Who the lead's key is: what is opened with it is delivered by this one, and by no trigger. */
export const leadId = "tm_lead";

export type PeopleOptions = {
  /** Where the API is; it may be away. */
  apiUrl: string;
  leadKey: string;
  otherKey: string;
  random: SeededRandom;
};

const tryAgainMs = 150;
const longestWaitMs = 3_000;
const answerWithinMs = 15_000;
const lookEveryMs = 400;

type Answer = { status: number; body: unknown };

/** Customers and teammates as the API meets them: impatient, and every so often the same delivery comes several times. */
export class People {
  readonly acknowledged: { provider: string; deliveryId: string }[] = [];
  /** What must not have been answered so. */
  readonly problems: string[] = [];
  readonly caseIds: CaseId[] = [];
  doubled = 0;
  readonly #options: PeopleOptions;
  readonly #answered = new Set<string>();
  readonly #refuses = new Set<string>();
  #isOver = false;
  #underway = 0;
  #answering: Promise<void> = Promise.resolve();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Some say no. */
  async opens(wish: Wish, deliveryId: string): Promise<void> {
    const { random } = this.#options;
    const saysNo = random.chance(0.15);
    const isStopped = random.chance(0.12);
    const body = { customer: wish.customerRef, level: 2, text: wish.text };
    const cases = wish.about === "two-cases" ? [deliveryId, `${deliveryId}-too`] : [deliveryId];
    await Promise.all(
      cases.map(async (each) => {
        const caseId = await this.#delivers("/v1/cases", body, each, openedCaseSchema);
        this.caseIds.push(caseId);
        this.acknowledged.push({ provider: "api", deliveryId: `case:${leadId}::${each}` });
        if (saysNo) this.#refuses.add(caseId);
        if (isStopped) await this.#stops(caseId);
      }),
    );
  }

  /** Answers whatever asks, until told that it is over. */
  start(): void {
    this.#answering = (async () => {
      while (!this.#isOver) {
        await this.#answersAll();
        await delay(lookEveryMs);
      }
    })();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#answering;
  }

  /** Whether nobody is about to answer. */
  get isIdle(): boolean {
    return this.#underway === 0;
  }

  /** One attempt; null when nobody answered. */
  async posts(path: string, body: object, key: string, deliveryId: string | null): Promise<Answer | null> {
    return this.#ask("POST", path, key, {
      body: JSON.stringify(body),
      headers: deliveryId === null ? {} : { "idempotency-key": deliveryId },
    });
  }

  async ready(): Promise<number | null> {
    const answer = await this.#ask("GET", "/readyz", this.#options.leadKey, { headers: {} });
    return answer === null ? null : answer.status;
  }

  /** The same delivery, several times at once and again until one is acknowledged; all must name the same case. */
  async #delivers(
    path: string,
    body: object,
    deliveryId: string,
    schema: z.core.$ZodType<{ caseId: CaseId }>,
  ): Promise<CaseId> {
    const { random, leadKey } = this.#options;
    const copies = random.chance(0.4) ? 2 + random.below(4) : 1;
    for (let waitMs = tryAgainMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const answers = await Promise.all(
        Array.from({ length: copies }, () => this.posts(path, body, leadKey, deliveryId)),
      );
      const taken = answers.flatMap((answer) =>
        answer !== null && answer.status < 300 ? [z.parse(schema, answer.body).caseId] : [],
      );
      const [first] = taken;
      if (first !== undefined) {
        if (taken.length > 1) this.doubled += 1;
        if (new Set(taken).size > 1) this.problems.push(`The delivery ${deliveryId} was taken into several cases.`);
        return first;
      }
      const refused = answers.find((answer) => answer !== null && answer.status < 500);
      if (refused !== undefined && refused !== null)
        throw new Error(`${path} was refused: ${JSON.stringify(refused.body)}`);
      await delay(waitMs);
    }
  }

  /** A lead takes the case over, or closes it, in the midst of it. */
  async #stops(caseId: CaseId): Promise<void> {
    const { random, otherKey } = this.#options;
    await delay(random.below(2_500));
    const isClosed = random.chance(0.5);
    const path = `/v1/cases/${caseId}/${isClosed ? "close" : "takeover"}`;
    await this.posts(path, isClosed ? { reason: "Settled on the phone." } : {}, otherKey, null);
  }

  async #answersAll(): Promise<void> {
    const page = await this.#ask("GET", "/v1/pauses?limit=500", this.#options.leadKey, { headers: {} });
    if (page === null || page.status !== 200) return;
    const open = pausePageSchema.parse(page.body).pauses.filter(({ pauseId }) => !this.#answered.has(pauseId));
    for (const { pauseId, caseId, kind } of open) {
      this.#answered.add(pauseId);
      this.#underway += 1;
      void (kind === "confirm" ? this.#confirms(caseId, pauseId) : this.#decides(caseId, pauseId))
        .catch((error: unknown) => this.problems.push(String(error)))
        .finally(() => (this.#underway -= 1));
    }
  }

  async #confirms(caseId: CaseId, pauseId: string): Promise<void> {
    await delay(this.#options.random.below(1_500));
    const text = this.#refuses.has(caseId) && this.#options.random.chance(0.5) ? "No, thank you." : "yes";
    const deliveryId = `answer-${pauseId}`;
    const body = { text, messageId: deliveryId };
    const isTaken = await this.#delivers(`/v1/cases/${caseId}/messages`, body, deliveryId, acceptedSchema).then(
      () => true,
      // She wrote into a case that a teammate has closed.
      () => false,
    );
    if (isTaken) this.acknowledged.push({ provider: "api", deliveryId: `${caseId}:${deliveryId}` });
  }

  async #decides(caseId: CaseId, pauseId: string): Promise<void> {
    await delay(this.#options.random.below(1_500));
    const { otherKey } = this.#options;
    const decision = this.#refuses.has(caseId) ? "no" : "yes";
    while (!this.#isOver) {
      const shown = await this.#ask("GET", `/v1/pauses/${pauseId}`, otherKey, { headers: {} });
      if (shown?.status === 200) {
        const { digest } = pauseViewSchema.parse(shown.body);
        const answer = await this.posts(`/v1/pauses/${pauseId}/answer`, { digest, decision }, otherKey, null);
        // A refusal is an answer too: somebody was faster, or an attempt of hers came through without its reply.
        if (answer !== null && answer.status < 500) return;
      }
      await delay(tryAgainMs);
    }
  }

  async #ask(
    method: string,
    path: string,
    key: string,
    { headers, body }: { headers: Record<string, string>; body?: string },
  ): Promise<Answer | null> {
    try {
      const response = await fetch(new URL(path, this.#options.apiUrl), {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        signal: AbortSignal.timeout(answerWithinMs),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return null;
    }
  }
}

const acceptedSchema = z.object({ caseId: caseIdSchema });
