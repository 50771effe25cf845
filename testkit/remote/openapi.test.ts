import { createServer, type Server } from "node:http";
import { pinOf, type RemoteCall, type RemoteReply } from "@purser/kit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOpenApiSystem, type OpenApiSystem } from "../../server/src/connectors/openapi/index.ts";
import { readDocument } from "../../server/src/connectors/openapi/read-document.ts";

const document = `openapi: 3.0.3
servers: [{ url: https://api.shop.example/v2 }]
paths:
  /orders/{orderId}:
    parameters:
      - { name: orderId, in: path, required: true, schema: { type: string } }
    get:
      operationId: getOrder
      summary: Get an order
      parameters:
        - { name: customerId, in: query, required: true, schema: { type: string } }
        - { name: fields, in: query, schema: { type: array, items: { type: string } } }
        - { name: X-Shop, in: header, schema: { type: string } }
      responses:
        "200":
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Order" }
  /orders/{orderId}/returns:
    post:
      parameters:
        - { $ref: "#/components/parameters/OrderId" }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [reason]
              properties:
                reason: { type: string, enum: [late, broken], nullable: true }
                amountMinor: { type: integer, minimum: 0, exclusiveMinimum: true }
      responses:
        "201": { content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }
  /files:
    post:
      operationId: upload
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: {}
components:
  parameters:
    OrderId: { name: orderId, in: path, required: true, schema: { type: string } }
  schemas:
    Order:
      type: object
      required: [state]
      properties:
        state: { type: string }
        parent: { $ref: "#/components/schemas/Order" }
`;

describe("a document of OpenAPI", () => {
  it("gives each operation that takes JSON, with its references followed and in the words of today's JSON Schema", () => {
    const { operations, serverUrl } = readDocument(document, null);
    expect(serverUrl).toBe("https://api.shop.example/v2");
    expect(operations.map(({ name }) => name)).toEqual(["getOrder", "post_orders_orderId_returns"]);
    const [getOrder, returns] = operations;
    expect(getOrder?.output).toEqual({
      type: "object",
      required: ["state"],
      properties: { state: { type: "string" }, parent: {} },
    });
    expect(getOrder?.input["required"]).toEqual(["orderId", "customerId"]);
    expect(returns?.input["properties"]).toEqual({
      orderId: { type: "string" },
      reason: { type: ["string", "null"], enum: ["late", "broken", null] },
      amountMinor: { type: "integer", minimum: 0, exclusiveMinimum: 0 },
    });
  });

  const wrong: readonly [string, string, string][] = [
    ["of another version", "swagger: '2.0'\npaths: {}", "PUR-3025"],
    ["that is no YAML", "openapi: [", "PUR-3025"],
    ["that is no JSON", "{ openapi", "PUR-3025"],
    [
      "with two operations of one name",
      document
        .replace("operationId: upload", "operationId: getOrder")
        .replace("multipart/form-data", "application/json")
        .replace("schema: { type: object } } } }", "schema: { type: object, properties: {} } } } }"),
      "PUR-3025",
    ],
    [
      "that refers to another document",
      document.replace('"#/components/schemas/Order" }\n  /orders', '"http://169.254.169.254/x" }\n  /orders'),
      "PUR-3024",
    ],
    [
      "that refers to nothing",
      document.replace('"#/components/parameters/OrderId"', '"#/components/none"'),
      "PUR-3024",
    ],
    ["that is huge with its aliases followed", `openapi: 3.1.0\n${aliases(12)}`, "PUR-3025"],
    ["that is huge with its references followed", doubling(25), "PUR-3024"],
  ];
  for (const [what, text, code] of wrong) {
    it(`${what} is refused`, () => {
      expect(() => readDocument(text, null)).toThrow(expect.objectContaining({ code }));
    });
  }
});

describe("an operation", () => {
  let server: Server;
  let url: string;
  let system: OpenApiSystem;
  let text: string;
  let status: number;
  let seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[];
  let nowMs: number;

  beforeEach(async () => {
    [text, status, seen, nowMs] = [document, 200, [], 0];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        if (request.url === "/openapi.yaml") return response.end(text);
        seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
        return response
          .writeHead(status, { "content-type": "application/json" })
          .end('{"state":"paid","echo":"tok_canary_1"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
    system = createOpenApiSystem({
      name: "shop",
      document: { kind: "address", url: `${url}/openapi.yaml` },
      url: `${url}/v2/`,
      allowPrivate: true,
      headers: { authorization: { secret: "SHOP", prefix: "Bearer " } },
      timeoutMs: 2_000,
      readSecret: async () => "tok_canary_1",
      nowMs: () => nowMs,
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function call(name: string, args: RemoteCall["args"], key?: string): Promise<RemoteReply> {
    const operation = (await system.list()).operations.find((candidate) => candidate.name === name);
    if (operation === undefined) throw new Error(`There is no ${name}.`);
    return system.call({ operation, pin: pinOf("shop", operation), args, ...(key === undefined ? {} : { key }) });
  }

  it("is called with each argument where the document says, and gives no secret back", async () => {
    const reply = await call("getOrder", {
      orderId: "L-1/2",
      customerId: "C 7",
      fields: ["a", "b"],
      "X-Shop": "north",
    });
    expect(reply).toEqual({ kind: "answered", body: { state: "paid", echo: "[secret]" } });
    expect(seen[0]).toMatchObject({
      method: "GET",
      url: "/v2/orders/L-1%2F2?customerId=C+7&fields=a&fields=b",
      headers: { "x-shop": "north", authorization: "Bearer tok_canary_1" },
    });
    await call("post_orders_orderId_returns", { orderId: "L-1", reason: "late" }, "key-1");
    expect(seen[1]).toMatchObject({
      method: "POST",
      url: "/v2/orders/L-1/returns",
      body: '{"reason":"late"}',
      headers: { "idempotency-key": "key-1" },
    });
  });

  for (const orderId of ["..", ".", "", "../../admin"]) {
    it(`does not leave its place for the value ${JSON.stringify(orderId)}`, async () => {
      const reply = await call("getOrder", { orderId, customerId: "C-7" });
      if (orderId.length > 2) expect(seen[0]?.url).toContain("/v2/orders/..%2F..%2Fadmin");
      else expect({ kind: reply.kind, seen }).toEqual({ kind: "notSent", seen: [] });
    });
  }

  for (const [answered, kind] of [
    [400, "refused"],
    [401, "notSent"],
    [404, "refused"],
    [422, "refused"],
    [409, "reported"],
    [408, "broken"],
    [429, "broken"],
    [500, "broken"],
    [503, "broken"],
    [302, "garbled"],
  ] as const) {
    it(`that is answered with ${answered} is ${kind}`, async () => {
      await system.list();
      status = answered;
      expect((await call("getOrder", { orderId: "L-1", customerId: "C-7" })).kind).toBe(kind);
    });
  }

  it("whose document has changed is not called any more, a minute later at the latest", async () => {
    const [operation] = (await system.list()).operations;
    if (operation === undefined) throw new Error("There is none.");
    const accepted: RemoteCall = {
      operation,
      pin: pinOf("shop", operation),
      args: { orderId: "L-1", customerId: "C-7" },
    };
    text = document.replace("Get an order", "Get an order, and pay for it");
    nowMs += 60_000;
    expect((await system.call(accepted)).kind).toBe("changed");
    text = "no document";
    nowMs += 60_000;
    expect((await system.call(accepted)).kind).toBe("notSent");
    expect(seen).toEqual([]);
  });
});

/** A text that is small, and doubles with each line when its aliases are followed. */
function aliases(lines: number): string {
  const head = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]";
  const more = Array.from(
    { length: lines },
    (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(", ")}]`,
  );
  return [head, ...more].join("\n");
}

function doubling(steps: number): string {
  const schemas = Object.fromEntries(
    Array.from({ length: steps }, (_, index) => {
      const next = index === 0 ? { type: "string" } : { $ref: `#/components/schemas/s${index - 1}` };
      return [`s${index}`, { type: "object", properties: { a: next, b: next } }];
    }),
  );
  const content = { "application/json": { schema: { $ref: `#/components/schemas/s${steps - 1}` } } };
  return JSON.stringify({
    openapi: "3.1.0",
    paths: { "/x": { get: { responses: { "200": { content } } } } },
    components: { schemas },
  });
}
