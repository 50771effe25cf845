import { pinOf, type RemoteCall, requestOfCall } from "@purser/kit";
import { describe, expect, it } from "vitest";
import { parsePins, pinsText } from "../../server/src/blueprint/remote/pins.ts";
import { readDocument } from "../../server/src/connectors/openapi/read-document.ts";

/** A document with one operation at `/orders/{orderId}`, as others write them. */
function documentWith(operation: object, rest: object = {}): string {
  return JSON.stringify({ openapi: "3.0.3", paths: { "/orders/{orderId}": { post: operation } }, ...rest });
}

const orderId = { name: "orderId", in: "path", required: true, schema: { type: "string" } };
const list = { type: "array", items: { type: "string" } };

function operationOf(text: string): RemoteCall["operation"] {
  const [operation] = readDocument(text, null).operations;
  if (operation === undefined) throw new Error("It was left out.");
  return operation;
}

function requestWith(parameter: object, args: RemoteCall["args"]) {
  const operation = operationOf(documentWith({ parameters: [orderId, parameter] }));
  const request = requestOfCall({ operation, pin: pinOf("shop", operation), args: { orderId: "L-1", ...args } });
  return request === null ? null : { path: request.path, query: request.query.toString(), headers: request.headers };
}

describe("the body of an operation", () => {
  const bodyOf = (schema: object, components: object = {}) => {
    const requestBody = { content: { "application/json": { schema } } };
    const { operations } = readDocument(documentWith({ parameters: [orderId], requestBody }, { components }), null);
    return operations[0]?.input ?? null;
  };

  it("has the fields of all that it is made of", () => {
    const schemas = {
      Base: { type: "object", required: ["reason"], properties: { reason: { type: "string" } } },
      Return: {
        allOf: [
          { $ref: "#/components/schemas/Base" },
          { properties: { note: { type: "string" } } },
          { required: ["note"] },
        ],
      },
    };
    expect(bodyOf({ $ref: "#/components/schemas/Return" }, { schemas })).toMatchObject({
      properties: { orderId: {}, reason: { type: "string" }, note: { type: "string" } },
      required: ["orderId", "reason", "note"],
    });
  });

  it("is an object too where only its fields say so, or where it may be null", () => {
    expect(bodyOf({ properties: { note: {} } })).toMatchObject({ properties: { note: {} } });
    expect(bodyOf({ type: "object", nullable: true, properties: { note: {} } })).toMatchObject({
      properties: { note: {} },
    });
  });

  it("does not ask for what the system alone sets", () => {
    const schema = { type: "object", required: ["id", "note"], properties: { id: { readOnly: true }, note: {} } };
    expect(bodyOf(schema)).toMatchObject({ properties: { orderId: {}, note: {} }, required: ["orderId", "note"] });
    expect(JSON.stringify(bodyOf(schema))).not.toContain("readOnly");
  });

  it.each([[list], [{ oneOf: [{ type: "object", properties: { a: {} } }] }], [{ type: "string" }]])(
    "that has no named fields leaves the operation out: %j",
    (schema) => {
      expect(bodyOf(schema)).toBeNull();
    },
  );
});

describe("an argument is written as the document says", () => {
  it.each([
    [{ style: "form" }, "tags=a&tags=b"],
    [{ explode: false }, "tags=a%2Cb"],
    [{ style: "pipeDelimited" }, "tags=a%7Cb"],
    [{ style: "spaceDelimited" }, "tags=a+b"],
    [{ style: "pipeDelimited", explode: true }, "tags=a&tags=b"],
    [{ schema: undefined, content: { "application/json": { schema: list } } }, "tags=%5B%22a%22%2C%22b%22%5D"],
  ])("a list in the query, with %j", (form, query) => {
    const parameter = { name: "tags", in: "query", schema: list, ...form };
    expect(requestWith(parameter, { tags: ["a", "b"] })?.query).toBe(query);
  });

  it("an object in the query", () => {
    const parameter = { name: "filter", in: "query", schema: { type: "object" } };
    const filter = { state: "open", age: 3 };
    expect(requestWith({ ...parameter, style: "deepObject" }, { filter })?.query).toBe(
      "filter%5Bstate%5D=open&filter%5Bage%5D=3",
    );
    expect(requestWith(parameter, { filter })?.query).toBe("state=open&age=3");
  });

  it("a list in a path or a header, with commas", () => {
    expect(requestWith({ name: "X-Tags", in: "header", schema: list }, { "X-Tags": ["a", "b"] })?.headers).toEqual({
      "x-tags": "a,b",
    });
    expect(requestWith({ name: "x", in: "query" }, { orderId: ["L 1", "L2"] })?.path).toBe("/orders/L%201,L2");
  });

  it("and is not sent where one value would pass for two, or a field for another argument", () => {
    const tags = { name: "tags", in: "query", schema: list, explode: false };
    expect(requestWith(tags, { tags: ["a,b"] })).toBeNull();
    expect(requestWith({ name: "filter", in: "query" }, { filter: { orderId: "L-2" } })).toBeNull();
  });

  it("and the operation is left out where that form is not written", () => {
    const label = documentWith({ parameters: [{ ...orderId, style: "label" }] });
    expect(readDocument(label, null).operations).toEqual([]);
  });

  it("which is part of what is accepted", () => {
    const text = (explode: boolean) =>
      documentWith({ operationId: "o", parameters: [orderId, { name: "tags", in: "query", schema: list, explode }] });
    const [before, after] = [true, false].map((explode) => operationOf(text(explode)));
    if (before === undefined || after === undefined) throw new Error("It was left out.");
    expect(pinOf("shop", after)).not.toBe(pinOf("shop", before));
    const pins = new Map([["shop", new Map([["o", { operation: after, pin: pinOf("shop", after) }]])]]);
    expect(parsePins(pinsText(pins))).toEqual(pins);
  });
});

describe("a document", () => {
  const server = {
    url: "https://{region}.shop.example/v2",
    variables: { region: { default: "eu", enum: ["eu", "us"] } },
  };

  it("names its server with the variables as they are by default", () => {
    expect(readDocument(documentWith({}, { servers: [server] }), null).serverUrl).toBe("https://eu.shop.example/v2");
  });

  it("says of each operation that is left out why, as purser tools prints it", () => {
    const json = (schema: object) => ({ content: { "application/json": { schema } } });
    const file = { content: { "multipart/form-data": { schema: { type: "object" } } } };
    const named = { type: "object", properties: { orderId: { type: "string" } } };
    const reasons: [object, string][] = [
      [{ parameters: [{ ...orderId, style: "label" }] }, "label or matrix"],
      [{ parameters: [orderId], requestBody: file }, "Its body is no JSON"],
      [{ parameters: [orderId], requestBody: json(list) }, "no JSON object with named fields"],
      [{ parameters: [orderId], requestBody: json(named) }, "the same name"],
      [{ parameters: [orderId], servers: [{ url: "https://files.example" }] }, "a server of its own"],
      [{ parameters: [orderId], operationId: "o".repeat(129) }, "longer than 128"],
      [{ parameters: "none" }, "the form of an operation"],
    ];
    for (const [operation, why] of reasons) {
      const { operations, leftOut } = readDocument(documentWith(operation), null);
      expect(operations).toEqual([]);
      expect(leftOut.map(({ name }) => name)).toEqual(["POST /orders/{orderId}"]);
      expect(leftOut[0]?.why).toContain(why);
    }
  });

  it("may say its server again for an operation; one that is elsewhere is left out", () => {
    const root = { servers: [server] };
    expect(readDocument(documentWith({ ...root, parameters: [orderId] }, root), null).operations).toHaveLength(1);
    const elsewhere = documentWith({ servers: [{ url: "https://files.example" }], parameters: [orderId] }, root);
    expect(readDocument(elsewhere, null).operations).toEqual([]);
  });

  it("that is large is read; an operation is left out whose own schemas are too large with their references followed", () => {
    const fields = (count: number, next: object) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, next]));
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const schemas = {
      Leaf: { type: "object", properties: fields(50, { type: "string" }) },
      Order: { type: "object", properties: fields(50, ref("Leaf")) },
      Tree: { type: "object", properties: { parent: ref("Tree"), orders: { type: "array", items: ref("Order") } } },
      All: { type: "object", properties: fields(50, ref("Order")) },
    };
    const answering = (name: string) => ({
      responses: { "200": { content: { "application/json": { schema: ref(name) } } } },
    });
    const paths = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`/o${index}`, { get: answering(index === 7 ? "All" : "Tree") }]),
    );
    const text = JSON.stringify({ openapi: "3.1.0", paths, components: { schemas } });
    const { operations } = readDocument(text, null);
    expect([operations.length, operations.some(({ name }) => name === "get_o7")]).toEqual([299, false]);
    expect(operations[9]?.output?.["properties"]).toMatchObject({
      parent: {},
      orders: { items: { properties: { f49: {} } } },
    });
  });

  it("may name its operations with any signs and keep a path elsewhere in itself", () => {
    const paths = { "/a": { $ref: "#/components/pathItems/a" } };
    const pathItems = { a: { get: { operationId: "Orders: find one" } } };
    const text = JSON.stringify({ openapi: "3.1.0", paths, components: { pathItems } });
    expect(operationOf(text).name).toBe("Orders_find_one");
  });
});
