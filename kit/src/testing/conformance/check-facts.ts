import { isUndoable } from "../../tool.ts";
import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import type { FactsOutcome } from "../../action-outcome.ts";
import { contextOf, openUndo, openWorld } from "./operation.ts";
import type { ActionUnderTest, Check, WorldUnderTest } from "./world-under-test.ts";

const sampleSize = 5;

type Declared = { factsSchema: ActionUnderTest["action"]["factsSchema"]; sources: Readonly<Record<string, string>> };

/** Facts fit their schema, each with a system that it is read from. */
export const checkFacts: Check = async (subject) => {
  const { action } = subject;
  const violations = new Set<string>();
  for (let seed = 1; seed <= sampleSize; seed += 1) {
    const { world, args } = await openWorld(subject, seed);
    const read = await action.readFacts({ ...contextOf(world), args });
    for (const violation of judgeRead(read, action, world)) violations.add(violation);
  }
  if (!isUndoable(action.undo)) return [...violations];
  const { undo, world, readFacts } = await openUndo(subject);
  return [...violations, ...judgeRead(await readFacts(), undo, world).map((violation) => `Undo: ${violation}`)];
};

function judgeRead(read: FactsOutcome, declared: Declared, world: WorldUnderTest): readonly string[] {
  if (read.kind === "failed") return [`The facts could not be read although nothing failed: ${read.detail}`];
  return read.kind === "read" ? judgeFacts(read.facts, declared, world) : [];
}

function judgeFacts(facts: JsonObject, { factsSchema, sources }: Declared, world: WorldUnderTest): readonly string[] {
  const parsed = z.safeParse(factsSchema, facts);
  const misfit = parsed.success ? [] : [`The facts do not fit their schema: ${parsed.error.message}`];
  const unsourced = Object.keys(facts).flatMap((name) => {
    const source = sources[name];
    if (source === undefined) return [`The fact ${name} names no source.`];
    return source in world.systems
      ? []
      : [`The source of the fact ${name} is ${source}, which is no system of record.`];
  });
  return [...misfit, ...unsourced];
}

/** A record of another customer is as absent as one that never was. */
export const checkForeignCustomer: Check = async (subject) => {
  const { world, args } = await openWorld(subject, 1);
  const context = contextOf({ ...world, customerRef: world.otherCustomerRef });
  const read = await subject.action.readFacts({ ...context, args });
  if (read.kind === "refused") return [];
  return [`Another customer who names this record is not refused; the facts are ${read.kind}.`];
};

export const checkNobodyKnown: Check = async (subject) => {
  const { world, args } = await openWorld(subject, 1);
  const context = { ...contextOf(world), customer: null, systems: world.systems };
  const read = await subject.action.readFacts({ ...context, args });
  if (read.kind === "refused") return [];
  return [`Somebody whom nobody knows is not refused; the facts are ${read.kind}.`];
};
