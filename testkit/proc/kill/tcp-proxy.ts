import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * What befalls one request on the wire.
 *
 * `delay` it arrives late · `cut-before` the connection is cut and it never arrives · `swallow-reply` it arrives, is
 * carried out, and the connection is cut in place of the reply · `half-open` it never arrives and the connection stands
 * there silent · `hold` the connection is silent, and it arrives when everything has healed · `huge` it is carried out
 * and 100 MB come back · `drip` it is carried out and the reply comes byte by byte, without an end.
 */
export const interferences = ["delay", "cut-before", "swallow-reply", "half-open", "hold", "huge", "drip"] as const;
export type Interference = (typeof interferences)[number];

export type ProxyOptions = {
  target: { host: string; port: number };
  /** True for what the client sends at the beginning of a request that can be interfered with. */
  isRequest: (chunk: Buffer) => boolean;
  /** Whether what the server has sent is its whole reply. */
  isWholeReply: (lastChunk: Buffer) => boolean;
  /** Awaited before a request goes on. */
  onRequest?: (chunk: Buffer) => Promise<void>;
};

const delayMs = 400;
const dripMs = 200;
const hugeBytes = 100 * 1024 * 1024;
const hugePart = Buffer.alloc(64 * 1024, "a");

/** Stands between a client and a server, and does to the connections what a bad network does. */
export class TcpProxy {
  readonly #options: ProxyOptions;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #armed: Interference[] = [];
  /** What has befallen requests so far. */
  readonly met: (Interference | "reset")[] = [];
  #healed = new AbortController();

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((client) => this.#take(client));
  }

  static async listen(options: ProxyOptions): Promise<TcpProxy> {
    const proxy = new TcpProxy(options);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    const address: string | AddressInfo | null = proxyAddress(this.#server);
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** The next request meets this. */
  arm(interference: Interference): void {
    this.#armed.push(interference);
  }

  /** Resets every connection there is. */
  reset(): void {
    if (this.#connections.size > 0) this.met.push("reset");
    for (const connection of this.#connections) connection.end();
  }

  /** Nothing more is interfered with, and what was held goes on its way. */
  heal(): void {
    this.#armed.length = 0;
    this.#healed.abort();
    this.#healed = new AbortController();
  }

  async close(): Promise<void> {
    this.heal();
    for (const connection of this.#connections) connection.end();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(client: Socket): void {
    const connection = new ProxiedConnection(client, this.#options, {
      next: () => {
        const interference = this.#armed.shift() ?? null;
        if (interference !== null) this.met.push(interference);
        return interference;
      },
      healed: () => this.#healed.signal,
    });
    this.#connections.add(connection);
    client.once("close", () => this.#connections.delete(connection));
  }
}

function proxyAddress(server: Server): string | AddressInfo | null {
  return server.address();
}

type Chance = { next: () => Interference | null; healed: () => AbortSignal };

class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #options: ProxyOptions;
  readonly #chance: Chance;
  #isSilent = false;
  /** What comes from the server goes here; null where it is dropped. */
  #onReply: (chunk: Buffer) => void;
  /** Chunks of the client go on one after another. */
  #sending: Promise<void> = Promise.resolve();

  constructor(client: Socket, options: ProxyOptions, chance: Chance) {
    this.#client = client;
    this.#options = options;
    this.#chance = chance;
    this.#server = connect(options.target);
    this.#onReply = (chunk) => client.write(chunk);
    client.on("data", (chunk: Buffer) => {
      this.#sending = this.#sending.then(() => this.#send(chunk)).catch(() => this.end());
    });
    this.#server.on("data", (chunk: Buffer) => this.#onReply(chunk));
    for (const socket of [client, this.#server]) socket.on("error", () => undefined);
    this.#server.once("close", () => !this.#isSilent && client.destroy());
    client.once("close", () => void this.#sending.then(() => this.#server.end()));
  }

  end(): void {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  async #send(chunk: Buffer): Promise<void> {
    if (!this.#options.isRequest(chunk)) {
      if (!this.#isSilent) this.#server.write(chunk);
      return;
    }
    await this.#options.onRequest?.(chunk);
    const interference = this.#chance.next();
    switch (interference) {
      case null:
        this.#server.write(chunk);
        return;
      case "delay":
        await delay(delayMs);
        this.#server.write(chunk);
        return;
      case "cut-before":
        return this.end();
      case "half-open":
        this.#isSilent = true;
        return;
      case "hold":
        return this.#hold(chunk);
      case "swallow-reply":
        this.#onReply = (reply) => this.#options.isWholeReply(reply) && this.end();
        this.#server.write(chunk);
        return;
      case "huge":
      case "drip":
        this.#onReply = () => undefined;
        this.#server.write(chunk);
        this.#answerWrongly(interference);
    }
  }

  /** It arrives long after its sender has given it up, over a connection of its own. */
  #hold(chunk: Buffer): void {
    this.#isSilent = true;
    this.#chance.healed().addEventListener("abort", () => {
      const late = connect(this.#options.target, () => late.write(chunk));
      late.on("error", () => undefined);
      late.on("data", () => late.destroy());
    });
  }

  #answerWrongly(how: "huge" | "drip"): void {
    this.#client.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${hugeBytes}\r\n\r\n`);
    // The client ends it, as a rule by a reset.
    void this.#pour(how).catch(() => undefined);
  }

  async #pour(how: "huge" | "drip"): Promise<void> {
    for (let sent = 0; sent < hugeBytes && !this.#client.destroyed; sent += hugePart.byteLength) {
      const hasRoom = this.#client.write(how === "huge" ? hugePart : "a");
      if (how === "drip") await delay(dripMs);
      else if (!hasRoom) await Promise.race([once(this.#client, "drain"), once(this.#client, "close")]);
    }
  }
}
