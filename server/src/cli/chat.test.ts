import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Ended, ended, smallBlueprint, startCommand, writeTree } from "./test-command.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));
const takesMs = 120_000;

let folder: string;
let data: string;
let dev: ChildProcess;
let systems: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "purser-chat-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  data = join(folder, "data");
  dev = startCommand(["dev", "--port", "0", "--json", "--blueprint", larkspur, "--data", data], folder);
  const line = await new Promise<string>((resolve, reject) => {
    dev.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    dev.once("close", () => reject(new Error("dev has ended.")));
  });
  ({ systems } = z.object({ systems: z.record(z.string(), z.string()) }).parse(JSON.parse(line)));
}, takesMs);
afterAll(async () => {
  const gone = ended(dev);
  dev.kill("SIGINT");
  await gone;
  rmSync(folder, { recursive: true, force: true });
}, takesMs);

/** Runs a command with these lines as its standard input. */
function say(lines: readonly string[], args: readonly string[], where = data): Promise<Ended> {
  const child = startCommand([...args, "--data", where], folder, {}, "pipe");
  child.stdin?.end(lines.map((line) => `${line}\n`).join(""));
  return ended(child);
}

const chat = (lines: readonly string[], ...args: readonly string[]): Promise<Ended> =>
  say(lines, ["chat", "--blueprint", larkspur, ...args]);

const customerSchema = z.object({
  customer: z.object({
    name: z.string(),
    email: z.string(),
    address: z.object({ street: z.string(), city: z.string() }),
  }),
});
const ordersSchema = z.object({ orders: z.array(z.object({ orderId: z.string(), status: z.string() })) });

/** What a system of record says, asked past Purser. */
async function read<Value>(system: string, path: string, customerRef: string, schema: z.core.$ZodType<Value>) {
  const response = await fetch(new URL(path, systems[system]), { headers: { "purser-customer": customerRef } });
  return z.parse(schema, await response.json());
}

const customerRef = "LC-2908";

async function customer() {
  const { customer } = await read("crm", `/customers/${customerRef}`, customerRef, customerSchema);
  const { orders } = await read("oms", "/orders", customerRef, ordersSchema);
  return { ...customer, orderId: orders[0]?.orderId ?? "", status: orders[0]?.status ?? "" };
}

const complaint = (orderId: string): string => `my order ${orderId} arrived with a hole in it, I want my money back`;
const eventSchema = z.object({ seq: z.int(), kind: z.string(), body: z.looseObject({}) });

describe("purser chat", () => {
  test(
    "takes piped lines as a conversation, each after the reply to the one before",
    async () => {
      const { email, orderId } = await customer();
      const { stdout, stderr, code } = await chat([complaint(orderId), "", "yes"], "--as", email, "--json");
      const events = stdout
        .trim()
        .split("\n")
        .map((line) => eventSchema.parse(JSON.parse(line), { error: () => line }));
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const spoken = events.map(({ kind }) => kind).filter((kind) => /^(message\.(received|sent)|pause\.)/.test(kind));
      expect(spoken).toEqual([
        "message.received",
        "pause.opened",
        "message.sent",
        "message.received",
        "pause.answered",
        "pause.opened",
        "message.sent",
      ]);
      expect(events.find(({ kind }) => kind === "identity.changed")?.body).toMatchObject({
        level: 2,
        method: "site-token",
      });
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    },
    takesMs,
  );

  test(
    "prints replies alone, and where the case stands beside them",
    async () => {
      const { email, orderId } = await customer();
      const { stdout, stderr } = await chat([complaint(orderId), "no"], "--as", email);
      expect(stdout).toContain("Please answer yes or no.");
      expect(stdout).not.toContain("I want my money back");
      expect(stderr).toMatch(/^case_\w+ is \w+/);
    },
    takesMs,
  );

  test(
    "tells nobody a fact of a customer's at level 0, whoever she says she is",
    async () => {
      const { email, name, address, orderId, status } = await customer();
      const lines = [complaint(orderId), `I am ${name}`, "what is the status of my order?", "yes", "123456"];
      const { stdout } = await chat(lines, "--as", email, "--level", "0");
      expect(stdout).toContain("Which e-mail address do you use with us?");
      for (const fact of [email, name, address.street, address.city, status, "$", orderId])
        expect(stdout).not.toContain(fact);
    },
    takesMs,
  );

  test(
    "finds no other customer's order",
    async () => {
      const { orderId } = await customer();
      const { stdout } = await chat([complaint(orderId)], "--as", "LC-2904");
      expect(stdout).not.toMatch(/\$|Shall I/);
    },
    takesMs,
  );

  test(
    "says what is wrong with its arguments, and who is unknown",
    async () => {
      const unknown = await chat(["hello"], "--as", "nobody.at.all@example.com");
      expect(unknown).toMatchObject({ code: 1, stdout: "" });
      expect(unknown.stderr).toContain("PUR-2031");
      expect(await chat(["hello"], "--as", customerRef, "--level", "4")).toMatchObject({ code: 2 });
      expect(await chat(["hello"], "--level", "2")).toMatchObject({ code: 2 });
    },
    takesMs,
  );

  test(
    "starts a server of its own where none runs, and leaves none behind",
    async () => {
      const shop = join(folder, "shop");
      writeTree(shop, smallBlueprint);
      const own = join(folder, "own");
      const { stdout, stderr, code } = await say(["hello there"], ["chat", "--blueprint", shop], own);
      expect(code).toBe(0);
      expect(stderr).toContain("starting one");
      expect(stdout.trim()).not.toBe("");
      const after = await say([], ["cases", "--blueprint", shop], own);
      expect(after.stderr).toContain("PUR-1010");
    },
    takesMs,
  );
});

test(
  "purser run opens a case with the goal of a procedure, once for an idempotency key",
  async () => {
    const { email } = await customer();
    const args = ["run", "refund-defective-item", "--customer", email, "--blueprint", larkspur, "--json"];
    const first = await say([], [...args, "--idempotency-key", "tuesday"]);
    const again = await say([], [...args, "--idempotency-key", "tuesday"]);
    const shape = z.object({
      caseId: z.string(),
      isNew: z.boolean(),
      status: z.string(),
      replies: z.array(z.string()),
    });
    const [one, other] = [first, again].map(({ stdout }) => shape.parse(JSON.parse(stdout)));
    expect(one?.isNew).toBe(true);
    expect(other).toMatchObject({ caseId: one?.caseId, isNew: false });
    const unknown = await say([], ["run", "wave", "--customer", email, "--blueprint", larkspur]);
    expect(unknown.stderr).toContain("PUR-2035");
  },
  takesMs,
);
