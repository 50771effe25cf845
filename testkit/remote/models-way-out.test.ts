import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelRequest } from "@purser/kit";
import { afterEach, describe, expect, it } from "vitest";
import { moderationSchema } from "../../server/src/blueprint/settings/moderation.ts";
import { openEgress } from "../../server/src/connectors/egress.ts";
import { runtime } from "../../server/src/main.ts";
import { createAiSdkModel } from "../../server/src/models/ai-sdk/index.ts";
import { modelAt } from "../scenarios/model-at.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server on this machine that counts who connects. */
async function serverThat(answers: RequestListener) {
  const server = createServer(answers);
  servers.push(server);
  let connections = 0;
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  return { port: address.port, url: `http://127.0.0.1:${address.port}`, connections: () => connections };
}

const request: ModelRequest = {
  messages: [{ role: "user", text: "The case." }],
  tools: [],
  limits: { timeoutMs: 10_000, outputTokens: 300, characters: 1_000, calls: 5 },
};

async function moderationAt(url: string) {
  const { endpoint, ...lists } = moderationSchema.parse({ endpoint: { baseUrl: `${url}/v1` } });
  const service = await runtime.moderationService({ ...lists, ...(endpoint === undefined ? {} : { endpoint }) });
  if (service === null) throw new Error("No service was made.");
  return service;
}

/** Writes as long as somebody reads, and nothing that a reader of events would count. */
const endless: RequestListener = (_incoming, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const write = (): void => {
    while (!response.destroyed && response.write(`: ${"still here ".repeat(5_000)}\n\n`));
    if (!response.destroyed) response.once("drain", write);
  };
  response.on("error", () => undefined);
  write();
};

describe("a service of models", () => {
  it("that sends elsewhere with our key is not followed, and not asked again", async () => {
    const elsewhere = await serverThat((_incoming, response) => response.end("{}"));
    const service = await serverThat((_incoming, response) =>
      response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end(),
    );
    expect(await (await modelAt(`${service.url}/v1`)).ask(request)).toMatchObject({ kind: "failed", code: "PUR-6001" });
    expect(await (await moderationAt(service.url)).classify("Hello")).toMatchObject({ kind: "failed" });
    expect(elsewhere.connections()).toBe(0);
  });

  it.each(["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00:ec2::254"])(
    "whose public name is that of %s is not connected to, and that is told once",
    async (address) => {
      const service = await serverThat((_incoming, response) => response.end("{}"));
      const origin = `https://models.example:${service.port}`;
      const { fetch } = openEgress({ origins: [origin], allowPrivate: false }, (_host, callback) =>
        callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]),
      );
      const place = {
        provider: "openai-compatible",
        model: "m",
        baseUrl: `${origin}/v1`,
        apiKey: "key-of-ours",
        fetch,
      };
      const answer = await (await createAiSdkModel(place)).ask(request);
      expect(answer).toMatchObject({ kind: "failed", code: "PUR-6080" });
      expect(JSON.stringify(answer)).not.toContain(address);
      expect(service.connections()).toBe(0);
    },
  );

  it("without https in a network of the operator's own is asked only when they say so", async () => {
    expect(await (await modelAt("http://169.254.169.254/v1", { allowPrivate: true })).ask(request)).toMatchObject({
      kind: "failed",
      code: "PUR-6080",
    });
    expect(await (await modelAt("http://10.255.255.1/v1")).ask(request)).toMatchObject({ code: "PUR-6080" });
  });

  it("that answers without end is left after its bytes, though no word of an answer has come", async () => {
    const { url } = await serverThat(endless);
    expect(await (await modelAt(`${url}/v1`)).ask(request)).toMatchObject({ kind: "failed", code: "PUR-6010" });
    expect(await (await moderationAt(url)).classify("Hello")).toMatchObject({ kind: "failed" });
  });
});
