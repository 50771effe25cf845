import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";

/** What became of one delivery: the outcome of each copy that was answered with a success. */
export type DeliveredWebhook = { id: string; outcomes: string[] };

const copiesAtOnce = [2, 1, 5, 3] as const;
const answerSchema = z.object({ outcome: z.string() });

/** Hands each webhook on several times at once, as a provider under load does, and asks for it again when one copy failed. */
export class WebhookDoubler {
  readonly delivered = new Map<string, DeliveredWebhook>();
  target = "";
  doubled = 0;
  readonly #server: Server;
  #received = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#handOn(request).then((isTaken) => {
        response.statusCode = isTaken ? 204 : 503;
        response.end();
      });
    });
  }

  static async listen(): Promise<WebhookDoubler> {
    const doubler = new WebhookDoubler();
    doubler.#server.listen(0, "127.0.0.1");
    await once(doubler.#server, "listening");
    return doubler;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handOn(request: IncomingMessage): Promise<boolean> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const id = String(request.headers["webhook-id"] ?? "");
    const copies = copiesAtOnce[this.#received % copiesAtOnce.length] ?? 1;
    this.#received += 1;
    const known = this.delivered.get(id) ?? { id, outcomes: [] };
    this.delivered.set(id, known);
    const outcomes = await Promise.all(Array.from({ length: copies }, () => this.#post(request, body)));
    const taken = outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome]));
    known.outcomes.push(...taken);
    if (taken.length > 1) this.doubled += 1;
    return taken.length === copies;
  }

  async #post({ headers }: IncomingMessage, body: string): Promise<string | null> {
    const signed = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name): [string, string] => [
      name,
      String(headers[name] ?? ""),
    ]);
    try {
      const response = await fetch(this.target, {
        method: "POST",
        headers: { ...Object.fromEntries(signed), "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(4_000),
      });
      const answer: unknown = await response.json();
      return response.ok ? answerSchema.parse(answer).outcome : null;
    } catch {
      return null;
    }
  }
}
