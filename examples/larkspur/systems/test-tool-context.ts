import {
  type CallKey,
  callKeySchema,
  customerIdSchema,
  type Instant,
  instantOf,
  type JsonObject,
} from "@purser/contract";
import {
  type Action,
  type ActionOutcome,
  type Finding,
  type Lookup,
  type SystemClient,
  type ToolContext,
  type UndoContext,
  isUndoable,
} from "@purser/kit";
import { z } from "zod";
import type { SystemsOptions } from "./create-systems.ts";
import type { Landmark } from "./landmarks.ts";
import { systemNames } from "./system-of-record.ts";
import { openWorldInProcess, type TestWorld } from "./test-world.ts";

const dayMs = 86_400_000;

/** One call of an action, as the kernel makes it: facts are read fresh, and the key stays the same. */
export type PlayedCall = { args: JsonObject; facts: JsonObject; key: CallKey };

/** The systems in this process, and what a tool gets of them. */
export type ToolWorld = TestWorld & {
  contextOf: (customer: Landmark) => ToolContext;
  look: (customer: Landmark, lookup: Lookup, args: JsonObject) => ReturnType<Lookup["run"]>;
  /** Reads the facts; throws when they cannot be read. */
  prepare: (customer: Landmark, action: Action, args: JsonObject) => Promise<PlayedCall>;
  execute: (customer: Landmark, action: Action, call: PlayedCall, attempt?: number) => Promise<ActionOutcome>;
  verify: (customer: Landmark, action: Action, call: PlayedCall) => Promise<Finding>;
  simulate: (customer: Landmark, action: Action, call: PlayedCall) => ReturnType<Action["simulate"]>;
  /** Carries it out and reads it back, as often as it takes. */
  carryOut: (customer: Landmark, action: Action, args: JsonObject) => Promise<Carried>;
  /** Takes it back and reads that back; tells both. */
  takeBack: (customer: Landmark, action: Action, carried: Carried) => Promise<[ActionOutcome, Finding]>;
};

export type Carried = PlayedCall & { outcome: ActionOutcome; finding: Finding; result: JsonObject };

export function openToolWorld(options: Partial<SystemsOptions> = {}): ToolWorld {
  const world = openWorldInProcess(options);
  let keys = 0;
  const nextKey = () => callKeySchema.parse(String((keys += 1)).padStart(52, "k"));
  const contextOf = (customer: Landmark) => toolContext(world, customer);
  const untilTold = async (read: () => Promise<Finding>): Promise<Finding> => {
    for (let look = 1; ; look += 1) {
      const finding = await read();
      if ((finding.kind !== "unknown" && finding.kind !== "not-done") || look === 5) return finding;
      world.clock.advance(20_000);
    }
  };
  const prepare: ToolWorld["prepare"] = async (customer, action, args) => {
    const facts = await action.readFacts({ ...contextOf(customer), args });
    if (facts.kind !== "read") throw new Error(`${action.name}: ${facts.detail}`);
    return { args, facts: facts.facts, key: nextKey() };
  };
  const execute: ToolWorld["execute"] = (customer, action, call, attempt = 1) =>
    action.execute({ ...contextOf(customer), ...call, attempt });
  const verify: ToolWorld["verify"] = (customer, action, call) => action.verify({ ...contextOf(customer), ...call });
  return {
    ...world,
    contextOf,
    look: (customer, lookup, args) => lookup.run({ ...contextOf(customer), args }),
    prepare,
    execute,
    verify,
    simulate: (customer, action, call) => action.simulate({ ...contextOf(customer), ...call }),
    async carryOut(customer, action, args) {
      const call = await prepare(customer, action, args);
      const outcome = await execute(customer, action, call);
      const finding = await untilTold(() => verify(customer, action, call));
      return {
        ...call,
        outcome,
        finding,
        result: finding.kind === "done" ? z.parse(action.output, finding.result) : {},
      };
    },
    async takeBack(customer, action, { args, key: callKey, result }) {
      const { undo } = action;
      if (!isUndoable(undo)) throw new Error("There is no undo.");
      const undone = (): UndoContext => ({ ...contextOf(customer), args, callKey, result });
      const facts = await undo.readFacts(undone());
      if (facts.kind !== "read") throw new Error(facts.detail);
      const call = { facts: facts.facts, key: nextKey() };
      const outcome = await undo.execute({ ...undone(), ...call, attempt: 1 });
      return [outcome, await untilTold(() => undo.verify({ ...undone(), ...call }))];
    },
  };
}

function toolContext(world: TestWorld, { customerRef }: Landmark): ToolContext {
  const now = instantOf(world.clock.now());
  return {
    customer: { id: customerIdSchema.parse("cus_00000000000000000001"), ref: customerRef },
    systems: Object.fromEntries(systemNames.map((name) => [name, markedClient(world.client(name), customerRef)])),
    now,
    daysSince: (then) => newYorkDay(now) - newYorkDay(then),
  };
}

function markedClient(client: SystemClient, customerRef: string): SystemClient {
  return {
    request: (request) =>
      client.request({ ...request, headers: { ...request.headers, "purser-customer": customerRef } }),
  };
}

function newYorkDay(instant: Instant): number {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(instant));
  return Date.parse(day) / dayMs;
}
