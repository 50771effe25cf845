import { instantOf, type Json } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ActionOutcome, Finding } from "../../action-outcome.ts";
import { defineAction } from "../../define-action.ts";
import { days, hours } from "../../duration.ts";
import type { SystemReply, SystemRequest } from "../../system-client.ts";
import { type Action, type ToolContext, type Undo, type Undoable, isUndoable } from "../../tool.ts";
import type { BehaviourName } from "./behaviour-name.ts";
import { behavioursOf } from "./behaviours.ts";
import { findViolations } from "./find-violations.ts";
import { keyFor } from "./operation.ts";
import { testAction } from "../../vitest/test-action.ts";
import type { ActionUnderTest, WorldUnderTest, WriteFault } from "./world-under-test.ts";

type Credit = { id: string; amountMinor: number; state: "given" | "taken" };
const creditSchema = z.object({ id: z.string(), amountMinor: z.int(), state: z.string() });
const tillSchema = z.object({ owner: z.string(), leftMinor: z.int() });
const leftAtFirst = 1000;

/** A till that gives credits out of what is left in it, once for each key; it shows what it did at once. */
class Till {
  leftMinor = leftAtFirst;
  readonly credits: Record<string, Credit> = {};
  readonly done = new Map<string, Json>();
  fault: WriteFault | null = null;

  request({ method, path, body, key = "", headers }: SystemRequest): SystemReply {
    if (headers?.["purser-customer"] !== "ada") return answered(404, null);
    if (method === "GET")
      return path === "/" ? answered(200, { owner: "ada", leftMinor: this.leftMinor }) : this.#find(path);
    if (this.fault === "refused-connection") return { kind: "notSent", detail: "refused" };
    if (this.fault === "time-out-before") return { kind: "noAnswer", detail: "silence" };
    const reply = this.#write(path, body ?? null, key);
    switch (this.fault) {
      case "time-out-after":
        return { kind: "noAnswer", detail: "silence" };
      case "server-error-after":
        return answered(500, null);
      case "malformed-after":
        return { kind: "garbled", status: 200, detail: "no JSON" };
      case "wrong-shape-after":
        return answered(200, { unexpected: true });
      case null:
        return reply;
    }
  }

  #find(path: string): SystemReply {
    const under = this.done.get(path.slice(1));
    return answered(200, { found: under === undefined ? [] : [under] });
  }

  #write(path: string, body: Json, key: string): SystemReply {
    const known = this.done.get(key);
    if (known !== undefined) return answered(200, known);
    const taken = this.credits[path.slice(1)];
    if (taken?.state === "taken") return answered(409, null);
    const amountMinor =
      taken === undefined ? z.object({ amountMinor: z.int() }).parse(body).amountMinor : -taken.amountMinor;
    if (amountMinor > this.leftMinor) return answered(409, null);
    this.leftMinor -= amountMinor;
    const id = taken?.id ?? `credit-${Object.keys(this.credits).length + 1}`;
    const credit: Credit = { id, amountMinor: Math.abs(amountMinor), state: taken === undefined ? "given" : "taken" };
    this.credits[id] = credit;
    this.done.set(key, credit);
    return answered(200, credit);
  }
}

function answered(status: number, body: Json): SystemReply {
  return { kind: "answered", status, body };
}

async function ask({ systems }: ToolContext, request: SystemRequest): Promise<SystemReply> {
  return (await systems["till"]?.request(request)) ?? { kind: "notSent", detail: "There is no till." };
}

async function write(context: ToolContext, path: string, key: string, body: Json): Promise<ActionOutcome> {
  const reply = await ask(context, { method: "POST", path, key, body });
  if (reply.kind === "notSent") return { kind: "failed", code: "PUR-3001", retry: "safe", detail: reply.detail };
  if (reply.kind === "answered" && reply.status === 409) return { kind: "refused", code: "PUR-3004", detail: "no" };
  const credit = creditSchema.safeParse(reply.kind === "answered" ? reply.body : null);
  if (credit.success) return { kind: "done", result: credit.data };
  return { kind: "unknown", code: "PUR-3002", detail: reply.kind };
}

async function find(context: ToolContext, key: string): Promise<Finding> {
  const reply = await ask(context, { method: "GET", path: `/${key}` });
  const found = z.object({ found: z.array(creditSchema) }).safeParse(reply.kind === "answered" ? reply.body : null);
  if (!found.success) return { kind: "unknown", detail: reply.kind };
  const [credit] = found.data.found;
  return credit === undefined ? { kind: "not-done", detail: "nothing" } : { kind: "done", result: credit };
}

async function readLeft(context: ToolContext) {
  const reply = await ask(context, { method: "GET", path: "/" });
  if (reply.kind === "answered" && reply.status === 404)
    return { kind: "refused", code: "PUR-2002", detail: "no such till" } as const;
  const till = tillSchema.safeParse(reply.kind === "answered" ? reply.body : null);
  if (!till.success) return { kind: "failed", code: "PUR-3003", detail: reply.kind } as const;
  return { kind: "read", facts: till.data } as const;
}

const giveCredit = defineAction({
  name: "give_credit",
  title: "Give a credit",
  tier: "execute",
  input: z.strictObject({ amountMinor: z.int().positive() }),
  output: creditSchema,
  needs: { amountMinor: "credit.amountMinor" },
  gives: ["id", "state"],
  promises: { state: "given" },
  factsSchema: tillSchema,
  sources: { owner: "till", leftMinor: "till" },
  touches: () => ({ type: "Till", id: "ada" }),
  readFacts: readLeft,
  describe: ({ args, facts }) => `Give ${facts.owner} a credit of $${(args.amountMinor / 100).toFixed(2)}?`,
  simulate: async (context) => {
    const left = await readLeft(context);
    if (left.kind !== "read") return { kind: "cannot-tell", detail: left.detail };
    const { leftMinor } = left.facts;
    if (context.args.amountMinor > leftMinor) return { kind: "would-refuse", detail: "too much" };
    const to = leftMinor - context.args.amountMinor;
    return { kind: "would-do", changes: [{ record: "till", field: "leftMinor", from: leftMinor, to }] };
  },
  execute: async (context) => {
    const outcome = await write(context, "/", context.key, context.args);
    return outcome.kind === "done" ? { kind: "done", result: creditSchema.parse(outcome.result) } : outcome;
  },
  verify: async (context) => {
    const found = await find(context, context.key);
    return found.kind === "done" ? { kind: "done", result: creditSchema.parse(found.result) } : found;
  },
  once: "key",
  keyLifetimeMs: hours(24),
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: tillSchema,
    sources: { owner: "till", leftMinor: "till" },
    readFacts: readLeft,
    describe: () => "Take the credit back?",
    execute: (context) => write(context, `/${context.result.id}`, context.key, null),
    verify: (context) => find(context, context.key),
  },
});

async function openTill(): Promise<WorldUnderTest> {
  const till = new Till();
  let nowMs = 0;
  return {
    systems: { till: { request: async (request) => till.request(request) } },
    customerRef: "ada",
    otherCustomerRef: "bob",
    now: () => instantOf(nowMs),
    advance: (durationMs) => void (nowMs += durationMs),
    fault: (fault) => void (till.fault = fault),
    heal: () => void (till.fault = null),
    generateArgs: (random) => ({ amountMinor: random.int(1, leftAtFirst * 2) }),
    snapshot: async () => ({ leftMinor: till.leftMinor, credits: structuredClone(till.credits) }),
    effects: (key) => (till.done.has(key) ? 1 : 0),
  };
}

const residue = [{ field: "credits", because: "A credit that was taken back is still told of." }];

function subjectOf(action: Action, skips: ActionUnderTest["skips"] = {}): ActionUnderTest {
  return { action, open: openTill, residue, skips };
}

async function violationsOf(subject: ActionUnderTest, wanted: BehaviourName): Promise<readonly string[]> {
  const behaviour = behavioursOf(subject.action).find(({ name }) => name === wanted);
  if (behaviour === undefined) throw new Error(`The action is not held to ${wanted}.`);
  return findViolations(subject, behaviour);
}

function withUndo(change: (undo: Undoable) => Partial<Undo>): Action {
  const { undo } = giveCredit;
  if (!isUndoable(undo)) throw new Error("A credit can be taken back.");
  const changed: Undo = Object.assign({ ...undo }, change(undo));
  return { ...giveCredit, undo: changed };
}

testAction(subjectOf(giveCredit));

describe("an action is caught that", () => {
  test("says done when nobody can read the answer", async () => {
    const trusting = async (context: Parameters<Action["execute"]>[0]): Promise<ActionOutcome> => {
      const outcome = await giveCredit.execute(context);
      if (outcome.kind !== "unknown" || outcome.detail !== "garbled") return outcome;
      return { kind: "done", result: { id: "credit-1", amountMinor: 1, state: "given" } };
    };
    const violations = await violationsOf(subjectOf({ ...giveCredit, execute: trusting }), "malformed-answer");
    expect(violations).toEqual(["A call that meets malformed-after is done; nobody can know."]);
  });

  test("takes nothing back", async () => {
    const result = { id: "credit-1", amountMinor: 1, state: "taken" };
    const idle = withUndo(() => ({
      execute: async (): Promise<ActionOutcome> => ({ kind: "done", result }),
      verify: async (): Promise<Finding> => ({ kind: "done", result }),
    }));
    const violations = await violationsOf(subjectOf(idle), "undo-restores");
    expect(violations).toContain("The ledger shows 0 reversals instead of one.");
    expect(violations.join(" ")).toMatch(/After the undo leftMinor is \d+; it was 1000\./);
    expect(await violationsOf(subjectOf(idle), "undo-read-back")).not.toEqual([]);
    expect(await violationsOf(subjectOf(idle), "undo-partial-failure")).not.toEqual([]);
  });

  test("tells another change than it makes", async () => {
    const lying: Action["simulate"] = async (context) => {
      const told = await giveCredit.simulate(context);
      if (told.kind !== "would-do") return told;
      return { kind: "would-do", changes: told.changes.map((change) => ({ ...change, to: 999 })) };
    };
    const violations = await violationsOf(subjectOf({ ...giveCredit, simulate: lying }), "simulation");
    expect(violations[0]).toMatch(
      /Simulate tells of till that leftMinor goes from 1000 to 999, and leftMinor \(1000 to/,
    );
  });

  test("tells that all would be done, and refuses some", async () => {
    const hopeful: Action["simulate"] = async () => ({ kind: "would-do", changes: [] });
    const violations = await violationsOf(subjectOf({ ...giveCredit, simulate: hopeful }), "simulation");
    expect(violations.join(" ")).toContain("Simulate says that it would be done, and it is refused");
    expect(violations.join(" ")).toContain("Simulate tells of no change, and leftMinor");
  });
});

describe("also an action that", () => {
  const broken: readonly { what: string; behaviour: BehaviourName; action: Action }[] = [
    {
      what: "calls silence a failure",
      behaviour: "time-out-after",
      action: {
        ...giveCredit,
        execute: async (context) => {
          const outcome = await giveCredit.execute(context);
          return outcome.kind === "unknown" ? { ...outcome, kind: "failed", retry: "safe" } : outcome;
        },
      },
    },
    {
      what: "takes a look-up that fails for one that finds nothing",
      behaviour: "failed-reading",
      action: {
        ...giveCredit,
        verify: async (context) => {
          const found = await giveCredit.verify(context);
          return found.kind === "unknown" ? { kind: "not-done", detail: found.detail } : found;
        },
      },
    },
    {
      what: "makes up a key for each attempt",
      behaviour: "once",
      action: {
        ...giveCredit,
        execute: (context) =>
          giveCredit.execute({ ...context, key: keyFor(`${context.key}, attempt ${context.attempt}`) }),
      },
    },
    {
      what: "shows its facts to everybody",
      behaviour: "foreign-customer",
      action: { ...giveCredit, readFacts: async () => ({ kind: "read", facts: { owner: "ada", leftMinor: 1 } }) },
    },
    {
      what: "promises what it does not keep",
      behaviour: "result",
      action: { ...giveCredit, promises: { state: "booked" } },
    },
    {
      what: "does not say how much",
      behaviour: "description",
      action: { ...giveCredit, describe: () => "Give ada a credit?" },
    },
    {
      what: "names a customer's words as the source of a fact",
      behaviour: "facts",
      action: { ...giveCredit, sources: { ...giveCredit.sources, leftMinor: "message" } },
    },
    {
      what: "is irreversible and does not say why",
      behaviour: "irreversible-reason",
      action: { ...giveCredit, undo: { kind: "irreversible", because: "" } },
    },
  ];
  for (const { what, behaviour, action } of broken) {
    test(`${what} (${behaviour})`, async () => {
      expect(await violationsOf(subjectOf(action), behaviour)).not.toEqual([]);
    });
  }
});

describe("a skip", () => {
  const unkept = { ...giveCredit, promises: { state: "booked" } };

  test("holds with a reason, while the action lacks the behaviour", async () => {
    const skips = { result: "The till books at night, after the case is closed." };
    expect(await violationsOf(subjectOf(unkept, skips), "result")).toEqual([]);
    expect(await violationsOf(subjectOf(giveCredit, skips), "result")).toEqual([
      "The skip of result is not needed: the action has this behaviour.",
    ]);
  });

  test("without a reason is none", async () => {
    expect(await violationsOf(subjectOf(unkept, { result: "" }), "result")).toEqual([
      "The skip of result does not say why in a sentence.",
    ]);
  });
});
