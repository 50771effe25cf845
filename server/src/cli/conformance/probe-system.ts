import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Json, jsonSchema } from "@purser/contract";
import { z } from "zod";

/** What a verdict on the record asks for. */
export type ProbeAsks = "nothing" | "confirm" | "teammate" | "approve" | "four-eyes" | "limit" | "total";
export type ProbeRecord = { asks: ProbeAsks; amountMinor: number; currency: string; color: string; text: string };

const actSchema = z.object({
  tool: z.string(),
  args: z.looseObject({ recordId: z.string(), amountMinor: z.int(), load: jsonSchema.optional() }),
});
/** An effect, once for each key, with what the request said of case, customer and attempt. */
export type ProbeAct = z.infer<typeof actSchema> & {
  key: string;
  caseId: string | null;
  customer: string | null;
  attempt: string | null;
};

/** How the next request to act goes wrong: answered with an error before or after its effect, or not answered at all. */
export type ProbeFault = "fails-before" | "hangs-before" | "hangs-after";

/**
 * The one system of record that the suite knows: records that the rows make, and a ledger of what was done to them. It
 * lives in the suite's own process, so it outlives every worker.
 */
export class ProbeSystem {
  readonly #records = new Map<string, ProbeRecord>();
  readonly #reads: string[] = [];
  readonly #acts = new Map<string, ProbeAct>();
  readonly #faults = new Map<string, ProbeFault>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #requests = 0;
  #made = 0;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The probe has no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** A new record; the text comes back with every read of it. */
  record(asks: ProbeAsks, fields: Partial<ProbeRecord> = {}): string {
    this.#made += 1;
    const recordId = `P-${this.#made}`;
    this.#records.set(recordId, {
      asks,
      amountMinor: 18_000,
      currency: "USD",
      color: "blue",
      text: recordId,
      ...fields,
    });
    return recordId;
  }

  /** Somebody changes the record beside us. */
  change(recordId: string, fields: Partial<ProbeRecord>): void {
    const record = this.#records.get(recordId);
    if (record !== undefined) this.#records.set(recordId, { ...record, ...fields });
  }

  /** The next request to act on the record goes wrong. */
  fails(recordId: string, fault: ProbeFault): void {
    this.#faults.set(recordId, fault);
  }

  isFaultMet(recordId: string): boolean {
    return !this.#faults.has(recordId);
  }

  actsOn(recordId: string): readonly ProbeAct[] {
    return [...this.#acts.values()].filter(({ args }) => args.recordId === recordId);
  }

  readsOf(recordId: string): number {
    return this.#reads.filter((read) => read === recordId).length;
  }

  get requests(): number {
    return this.#requests;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#requests += 1;
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(z.instanceof(Uint8Array).parse(chunk));
    const [, kind, id = ""] = (request.url ?? "").split("/").map(decodeURIComponent);
    if (kind === "records" || kind === "reads") {
      // Facts are read as often as the guard likes; a lookup is a step and is counted.
      if (kind === "reads") this.#reads.push(id);
      const record = this.#records.get(id);
      return reply(response, record === undefined ? 404 : 200, record ?? {});
    }
    if (request.method === "GET") return reply(response, this.#acts.has(id) ? 200 : 404, {});
    await this.#act(request, response, Buffer.concat(chunks).toString("utf8"));
  }

  async #act({ headers }: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const act = actSchema.parse(JSON.parse(body));
    const key = headerOf(headers["idempotency-key"]) ?? "";
    const fault = this.#faults.get(act.args.recordId);
    this.#faults.delete(act.args.recordId);
    if (fault === "fails-before") return reply(response, 500, {});
    if (fault === "hangs-before") return;
    if (!this.#acts.has(key))
      this.#acts.set(key, {
        ...act,
        key,
        caseId: headerOf(headers["purser-case"]),
        customer: headerOf(headers["purser-customer"]),
        attempt: headerOf(headers["purser-attempt"]),
      });
    if (fault !== "hangs-after") reply(response, 200, {});
  }
}

function headerOf(value: string | string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function reply(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
