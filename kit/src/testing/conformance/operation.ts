import { createHash } from "node:crypto";
import { type CallKey, callKeySchema, type JsonObject } from "@purser/contract";
import { z } from "zod";
import type { ActionOutcome, FactsOutcome, Finding } from "../../action-outcome.ts";
import { base32 } from "../../audit/index.ts";
import type { SeededChance } from "../../scenario.ts";
import type { Systems } from "../../system-client.ts";
import { type ToolContext, type Undoable, isUndoable } from "../../tool.ts";
import { toolContextFor } from "../tool-context.ts";
import { differencesBetween } from "./json-comparison.ts";
import { seededChance } from "../../seeded-chance.ts";
import type { ActionUnderTest, WorldUnderTest } from "./world-under-test.ts";

/** How many inputs are generated where one is not enough. */
export const inputCount = 50;

type Called = { attempt?: number; systems?: Systems };

/** An action that is about to be called, or a call that is about to be taken back: both keep the same rules. */
export type OpenedOperation = {
  world: WorldUnderTest;
  execute: (key: CallKey, called?: Called) => Promise<ActionOutcome>;
  verify: (key: CallKey, systems?: Systems) => Promise<Finding>;
  /** Waits until a finding counts. */
  settle: () => void;
};
export type OpenedCall = OpenedOperation & { args: JsonObject; facts: JsonObject };
export type OperationKind = "call" | "undo";

/** The key of a purpose; the same purpose has the same key. */
export function keyFor(purpose: string): CallKey {
  return callKeySchema.parse(base32(createHash("sha256").update(purpose).digest()));
}

export function contextOf(world: WorldUnderTest, { attempt = 1, systems = world.systems }: Called = {}): ToolContext {
  return toolContextFor({ systems, customerRef: world.customerRef, now: world.now(), attempt });
}

/** A fresh world with the arguments of its seed. */
export async function openWorld({ action, open }: ActionUnderTest, seed: number) {
  const world = await open(seed);
  const random: SeededChance = seededChance(seed);
  return { world, args: z.parse(action.input, world.generateArgs(random)) };
}

/** A call in a fresh world, its facts read; null when they were refused. */
export async function tryToOpenCall(subject: ActionUnderTest, seed: number): Promise<OpenedCall | null> {
  const { action } = subject;
  const { world, args } = await openWorld(subject, seed);
  const read = await action.readFacts({ ...contextOf(world), args });
  if (read.kind === "failed") throw new Error(`The facts of ${action.name} could not be read: ${read.detail}`);
  if (read.kind === "refused") return null;
  const { facts } = read;
  return {
    world,
    args,
    facts,
    execute: (key, called = {}) =>
      action.execute({ ...contextOf(world, called), args, facts, key, attempt: called.attempt ?? 1 }),
    verify: (key, systems) =>
      action.verify({ ...contextOf(world, systems === undefined ? {} : { systems }), args, facts, key }),
    settle: () => world.advance(action.settleMs),
  };
}

const doable = new WeakMap<ActionUnderTest, Promise<number>>();

/** The first seed whose input is carried out and changes something; the checks of what follows need one. */
function doableSeed(subject: ActionUnderTest): Promise<number> {
  const found = doable.get(subject) ?? findDoableSeed(subject);
  doable.set(subject, found);
  return found;
}

async function findDoableSeed(subject: ActionUnderTest): Promise<number> {
  const moved = (subject.bookkeeping ?? []).map(({ field }) => field);
  for (let seed = 1; seed <= inputCount; seed += 1) {
    const call = await tryToOpenCall(subject, seed);
    if (call === null) continue;
    const before = await call.world.snapshot();
    const outcome = await call.execute(keyFor(`doable ${seed}`));
    call.settle();
    const changes = differencesBetween(before, await call.world.snapshot(), moved);
    if (outcome.kind === "done" && changes.length > 0) return seed;
  }
  const within = `within its settle time of ${subject.action.settleMs} ms`;
  throw new Error(
    `None of ${inputCount} generated inputs was carried out and changed a record that shows it ${within}.`,
  );
}

/** A call that will be carried out when nothing comes between. */
export async function openCall(subject: ActionUnderTest): Promise<OpenedCall> {
  const call = await tryToOpenCall(subject, await doableSeed(subject));
  if (call === null) throw new Error("The same seed gave another world: the facts were refused this time.");
  return call;
}

export type OpenedUndo = OpenedOperation & {
  undo: Undoable;
  callKey: CallKey;
  /** Sends the undone call once more, as it was sent. */
  repeatCall: () => Promise<ActionOutcome>;
  readFacts: (systems?: Systems) => Promise<FactsOutcome>;
  describe: () => string;
  /** Reads the facts anew and returns the undo with them; null when they are refused. */
  again: () => Promise<OpenedUndo | null>;
};

/** A call that was carried out and read back, about to be undone. */
export async function openUndo(subject: ActionUnderTest): Promise<OpenedUndo> {
  const call = await openCall(subject);
  const { undo } = subject.action;
  if (!isUndoable(undo)) throw new Error("There is nothing to undo.");
  const callKey = keyFor("undone call");
  const outcome = await call.execute(callKey);
  call.settle();
  const finding = await call.verify(callKey);
  const result = finding.kind === "done" ? finding.result : outcome.kind === "done" ? outcome.result : null;
  if (result === null) throw new Error(`The call that is to be undone is ${outcome.kind}, and found ${finding.kind}.`);
  const opened = await openUndoOf(call, undo, { callKey, result });
  if (opened === null) throw new Error("The facts of the undo were refused although the call was just done.");
  return opened;
}

async function openUndoOf(
  call: OpenedCall,
  undo: Undoable,
  done: { callKey: CallKey; result: JsonObject },
): Promise<OpenedUndo | null> {
  const { world, args, settle } = call;
  const undone = (called: Called = {}) => ({ ...contextOf(world, called), args, ...done });
  const over = (systems?: Systems) => undone(systems === undefined ? {} : { systems });
  const read = await undo.readFacts(undone());
  if (read.kind === "failed") throw new Error(`The facts of the undo could not be read: ${read.detail}`);
  if (read.kind === "refused") return null;
  const { facts } = read;
  return {
    world,
    undo,
    callKey: done.callKey,
    repeatCall: () => call.execute(done.callKey, { attempt: 2 }),
    settle,
    readFacts: (systems) => undo.readFacts(over(systems)),
    describe: () => undo.describe({ ...undone(), facts }),
    execute: (key, called = {}) => undo.execute({ ...undone(called), facts, key, attempt: called.attempt ?? 1 }),
    verify: (key, systems) => undo.verify({ ...over(systems), facts, key }),
    again: () => openUndoOf(call, undo, done),
  };
}

export function openOperation(subject: ActionUnderTest, kind: OperationKind): Promise<OpenedOperation> {
  return kind === "call" ? openCall(subject) : openUndo(subject);
}
