import { callKeySchema, currencySchema, idSchemas, instantSchema } from "@purser/contract";
import { days, defineAction, defineLookup, type ToolContext } from "@purser/kit";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { toolboxOf } from "../blueprint/toolbox.ts";
import { actionOperation } from "./action-operation.ts";
import { descriptionBy } from "./description.ts";
import { runLookup } from "./run-lookup.ts";
import { outcomeOf, safely } from "./safely.ts";
import { undoOperation } from "./undo-operation.ts";
import { valuesAt } from "./values-at.ts";

const key = callKeySchema.parse("1".repeat(52));
const context: ToolContext = {
  customer: { id: idSchemas.cus.parse(`cus_${"1".repeat(20)}`), ref: "LC-1" },
  systems: {},
  now: instantSchema.parse("2026-02-10T07:17:00.000Z"),
  daysSince: () => 0,
};

const lookup = defineLookup({
  name: "find_order",
  title: "Find an order",
  input: z.strictObject({ orderId: z.string() }),
  output: z.object({ order: z.object({ id: z.string().startsWith("L-"), total: z.object({ minor: z.int() }) }) }),
  gives: ["order.id", "order.total.minor", "order.colour"],
  run: async ({ args }) => {
    if (args.orderId === "broken") throw new Error("The plug-in has a mistake.");
    return { kind: "found", result: { order: { id: args.orderId, total: { minor: 500 } } } };
  },
});

const action = defineAction({
  name: "refund_order",
  title: "Refund",
  tier: "execute",
  input: z.strictObject({ orderId: z.string() }),
  output: z.object({ refund: z.object({ id: z.string().min(1) }) }),
  needs: { orderId: "order.id" },
  gives: ["refund.id"],
  factsSchema: z.strictObject({ currency: currencySchema }),
  sources: { currency: "payments" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: async () => {
    throw new Error("No connection was configured.");
  },
  describe: ({ args }) => `Refund ${args.orderId}?`,
  simulate: async () => ({ kind: "cannot-tell", detail: "" }),
  execute: async () => ({ kind: "done", result: { refund: { id: "" } } }),
  verify: async () => {
    throw new Error("The look-up has a mistake.");
  },
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({}),
    sources: {},
    readFacts: async () => ({ kind: "read", facts: {} }),
    describe: () => "Undo?",
    execute: async () => ({ kind: "done", result: {} }),
    verify: async () => ({ kind: "not-done", detail: "" }),
  },
});

const toolbox = toolboxOf([lookup, action]);

describe("a lookup", () => {
  test("gives the facts that it declares, and only those that are there", async () => {
    const read = await runLookup({ tool: "find_order", args: { orderId: "L-1" } }, toolbox, context);
    expect(read).toMatchObject({ outcome: { kind: "found" }, readAt: context.now });
    expect(read.values).toEqual({ "order.id": "L-1", "order.total.minor": 500 });
  });

  test.each([
    ["that does not exist", "find_nothing", {}, "refused"],
    ["with arguments that do not fit", "find_order", { orderId: 7 }, "refused"],
    ["whose code throws", "find_order", { orderId: "broken" }, "failed"],
    ["whose answer does not fit", "find_order", { orderId: "odd" }, "failed"],
  ])("%s is an answer like any other", async (_what, tool, args, kind) => {
    expect(await runLookup({ tool, args }, toolbox, context)).toMatchObject({ outcome: { kind }, values: {} });
  });
});

describe("an action", () => {
  test.each([
    ["that does not exist", { tool: "refund_everything", args: {} }],
    ["with arguments that do not fit", { tool: "refund_order", args: { orderId: "L-1", more: true } }],
  ])("%s is not begun", (_what, call) => {
    expect(actionOperation(call, toolbox).kind).toBe("impossible");
  });

  test("whose code throws while it reads has no facts, and cannot be told of while it looks", async () => {
    const prepared = actionOperation({ tool: "refund_order", args: { orderId: "L-1" } }, toolbox);
    if (prepared.kind === "impossible") throw new Error(prepared.detail);
    expect(await prepared.operation.readFacts(context)).toMatchObject({ kind: "failed", code: "PUR-3011" });
    expect(await prepared.operation.verify(context, { currency: "USD" }, key)).toMatchObject({ kind: "unknown" });
  });

  test("whose result does not fit counts as unknown, never as done", async () => {
    const prepared = actionOperation({ tool: "refund_order", args: { orderId: "L-1" } }, toolbox);
    if (prepared.kind === "impossible") throw new Error(prepared.detail);
    expect(await prepared.operation.execute(context, { currency: "USD" }, key, 1)).toMatchObject({
      kind: "unknown",
      code: "PUR-3003",
    });
  });

  test("whose code throws while it acts counts as unknown: it may have happened", async () => {
    expect(await outcomeOf(() => Promise.reject(new Error("cut")), null)).toEqual({
      kind: "unknown",
      code: "PUR-3011",
      detail: "cut",
    });
    expect(
      await safely(
        () => Promise.reject(new Error("cut")),
        (detail) => detail,
      ),
    ).toBe("cut");
  });
});

test("a description that is promised is none, and one that is then refused ends nothing", async () => {
  const ended = vi.fn<(why: unknown) => void>();
  process.on("unhandledRejection", ended);
  const described = descriptionBy(() => Promise.reject(new Error("late")), { title: "Refund", args: {} });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", ended);
  expect(described).toEqual({ text: "Refund?", fault: "It answered a promise." });
  expect(ended).not.toHaveBeenCalled();
});

describe("an undo", () => {
  const done = {
    key,
    tool: "refund_order",
    args: { orderId: "L-1" },
    result: { refund: { id: "RF-1" } },
    undoOf: null,
    isUndone: false,
    doneAtMs: 0,
  };

  test("is an operation of its own name, which names the call that it takes back", () => {
    expect(undoOperation(done, toolbox, days(1))).toMatchObject({
      kind: "ready",
      operation: { name: "undo_refund_order", undoOf: key },
    });
  });

  test.each([
    ["of a tool that is gone", { ...done, tool: "gone" }, 0],
    ["of what was undone already", { ...done, isUndone: true }, 0],
    ["after its time", done, days(31)],
  ])("%s is impossible", (_what, call, nowMs) => {
    expect(undoOperation(call, toolbox, nowMs).kind).toBe("impossible");
  });
});

const fails = (): never => {
  throw new Error("There is no shelf.");
};

describe.each<[string, () => unknown, string]>([
  ["throws", fails, "There is no shelf."],
  ["is promised", () => Promise.reject(new Error("late")), "It answered a promise."],
  ["is of another form", () => ({ type: 7, refundMinor: Number.NaN }), "Invalid input"],
])("a tool whose word of what it would do %s", (_how, say, why) => {
  const built = toolboxOf([action]).actions.get("refund_order");
  const call = { tool: "refund_order", args: { orderId: "L-1" } };
  const withPart = (part: "touches" | "counts") => {
    if (built === undefined) throw new Error("There is no action.");
    return toolboxOf([Object.assign({}, built, { [part]: say })]);
  };

  test.each(["touches", "counts"] as const)("as %s is not begun", (part) => {
    const prepared = actionOperation(call, withPart(part));
    expect(prepared.kind === "impossible" ? prepared.detail : "").toMatch(
      new RegExp(`^${part} of refund_order cannot be told: .*${why}`, "su"),
    );
  });

  test("as touches is not taken back", () => {
    const done = { ...call, key, result: {}, undoOf: null, isUndone: false, doneAtMs: 0 };
    const prepared = undoOperation(done, withPart("touches"), 0);
    expect(prepared.kind === "impossible" ? prepared.detail : "").toContain(why);
  });
});

test("a path that leads nowhere gives no value, and no inherited one", () => {
  expect(valuesAt({ a: { b: null }, list: [1] }, ["a.b", "a.c", "a.b.c", "list.0", "constructor.name"])).toEqual({
    "a.b": null,
  });
});
