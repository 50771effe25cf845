import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectionsSchema, inletsOf, loadConnections, readyConnections } from "./connections.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "purser-connections-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const variables: Readonly<Record<string, string>> = { SHOP_HOST: "shop.example", EMPTY: "" };
const lookUp = (name: string): string | null => variables[name] ?? null;

test("addresses may name variables of the environment, and a system may leave its address to whoever starts Purser", () => {
  const connections = connectionsSchema.parse({
    systems: {
      oms: { url: "https://${SHOP_HOST}/oms", headers: { "x-shop": "${SHOP_HOST}", key: { secret: "OMS" } } },
      mail: { kind: "http" },
      crm: { url: "${CRM_URL:-}" },
      till: { url: "${TILL_URL:-http://127.0.0.1:8100}" },
      stock: { kind: "mcp", command: ["node", "stock.js"], environment: { TOKEN: { secret: "STOCK" } } },
      billing: { kind: "openapi", document: "openapi/billing.yaml", timeout: "5s" },
    },
  });
  const none = { headers: {} };
  const headers = { "x-shop": "shop.example", key: { secret: "OMS", prefix: "" } };
  const environment = { TOKEN: { secret: "STOCK", prefix: "" } };
  expect(readyConnections(connections, lookUp)).toEqual({
    kind: "loaded",
    value: {
      ready: {
        oms: { kind: "http", url: "https://shop.example/oms", allowPrivate: false, headers },
        till: { kind: "http", url: "http://127.0.0.1:8100", allowPrivate: true, ...none },
        stock: { kind: "mcp", way: { kind: "stdio", command: ["node", "stock.js"], environment }, timeoutMs: null },
        billing: {
          kind: "openapi",
          document: "openapi/billing.yaml",
          url: null,
          allowPrivate: false,
          timeoutMs: 5000,
          ...none,
        },
      },
      unknown: ["mail", "crm"],
    },
  });
});

test("a variable that is not set, and an address that is none, are told with the system's name", () => {
  const connections = connectionsSchema.parse({
    systems: {
      oms: { url: "http://${NOBODY}/" },
      mail: { url: "${EMPTY}" },
      till: { url: "http://10.0.0.4:8100" },
      crm: { url: "https://user:word@crm.example" },
    },
  });
  const addresses = readyConnections(connections, lookUp);
  if (addresses.kind === "loaded") throw new Error("They were taken.");
  expect(addresses.problems.map(({ message }) => message)).toEqual([
    "systems.oms.url: the variable NOBODY is not set.",
    "systems.mail.url: this is no address once its variables are filled in.",
    "systems.till.url: an address without https needs allowPrivate: true.",
    "systems.crm.url: an address holds no user and no password; name a secret beside it.",
  ]);
});

test("a blueprint without the file has no connections, and a mistake in the file is told with its line", async () => {
  expect(await loadConnections(directory)).toEqual({ kind: "loaded", value: { systems: {} } });
  writeFileSync(join(directory, "connections.yaml"), "systems:\n  oms:\n    adress: http://localhost\n");
  const load = await loadConnections(directory);
  if (load.kind === "loaded") throw new Error("It was taken.");
  expect(load.problems).toMatchObject([{ code: "PUR-2103", path: "connections.yaml", line: 3 }]);
});

test("the secret of a webhook stands in the environment, in base64 or as it is, and a short one is refused unread", () => {
  const about = { key: "data.key" };
  const inlets = (text: string | null, given: Record<string, string> = {}) =>
    inletsOf(
      connectionsSchema.parse({ systems: { oms: { webhooks: { secretFrom: "OMS_SECRET", about } }, mail: {} } }),
      () => text,
      given,
    );
  const encoded = `whsec_${Buffer.from("sixteen bytes at least").toString("base64")}`;
  for (const text of [encoded, "sixteen bytes at least"])
    expect(Buffer.from(inlets(text).get("oms")?.secret ?? []).toString()).toBe("sixteen bytes at least");
  expect(inlets(null).get("oms")).toMatchObject({ secret: null });
  expect(inlets(null, { oms: encoded }).get("oms")?.secret).toHaveLength(22);
  expect(inlets(encoded).has("mail")).toBe(false);
  expect(() => inlets("too short")).toThrow(/PUR-1011 .*OMS_SECRET/);
  expect(() => inlets("too short")).not.toThrow(/too short/);
  expect(() => connectionsSchema.parse({ systems: { oms: { webhooks: { secretFrom: encoded, about } } } })).toThrow(
    "never the secret",
  );
});
