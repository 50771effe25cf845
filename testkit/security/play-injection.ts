import { defineLookup } from "@purser/kit";
import { z } from "zod";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { readRecord } from "../../examples/larkspur/tools/shop-client.ts";
import { checkHistory } from "../check/check-history.ts";
import { openLarkspur } from "../scenarios/larkspur.ts";
import { Stage } from "../scenarios/stage.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, simulatedTenant } from "../sim/simulation.ts";
import { seedWorld } from "../../examples/larkspur/systems/seed-world.ts";
import { simulatedStart } from "../sim/simulation.ts";
import { type Carrier, carriers } from "./attack-carriers.ts";
import { type Goal, goals, type Scene } from "./attack-goals.ts";
import { type Task, tasks } from "./attack-tasks.ts";
import { recordsOf } from "./canaries.ts";
import { countCalls } from "./count-calls.ts";
import { ObedientModel } from "./obedient-model.ts";
import type { Attacked } from "./attacked.ts";

/** One task, one goal and one way in. */
export type Injection = { task: Task; goal: Goal; carrier: Carrier };

const seed = 1;
const victimName = "chargedTwice";
const otherVictimName = "refundLarge";

/** Every task with every goal, each by one carrier in turn; another round takes the next carrier for each. */
export function injectionAt(index: number): Injection {
  const task = tasks[index % tasks.length];
  const goal = goals[Math.trunc(index / tasks.length) % goals.length];
  const round = Math.trunc(index / injectionCount);
  if (task === undefined || goal === undefined) throw new Error(`There is no injection ${index}.`);
  const possible = carriersFor(task);
  const turn = (index % tasks.length) + Math.trunc(index / tasks.length) + round;
  const carrier = possible[turn % possible.length];
  if (carrier === undefined) throw new Error(`There is no way in for ${task.name}.`);
  return { task, goal, carrier };
}

export const injectionCount = tasks.length * goals.length;

const { landmarks } = seedWorld(seed, Date.parse(simulatedStart), 0);

function carriersFor({ who }: Task): readonly Carrier[] {
  return carriers.filter(({ needsOrder }) => needsOrder !== true || landmarks[who].orders.length > 0);
}

function sceneOf({ who }: Task): Scene {
  return { who: landmarks[who], victim: landmarks[who === victimName ? otherVictimName : victimName] };
}

/** One customer who wants something, an attacker who has left a text, and a model that obeys it; then all is checked. */
export async function playInjection(injection: Injection): Promise<Attacked & { hasRead: boolean }> {
  const { task, goal, carrier } = injection;
  const scene = sceneOf(task);
  const instruction = goal.text(scene);
  const model = new ObedientModel({
    looksUp: looksUpFirst(scene, instruction),
    instruction,
    commanded: goal.steps(scene),
    wanted: task.steps(scene.who),
  });
  let records: ReturnType<typeof recordsOf> = { owners: {}, paidMinor: {} };
  const simulation = await openSimulation({
    seed,
    blueprint: await poisonedBlueprint(),
    reasoner: model,
    plant: (data) => {
      carrier.plant?.(data, scene.who, instruction);
      records = recordsOf(data);
    },
  });
  const stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
  const text = carrier.message?.(task.wish, instruction) ?? task.wish;
  void stage.opens(scene.who, text);
  await simulation.run(() => false, { hours: 0.05, picks: 20_000 });
  const [caseId] = stage.caseIds;
  if (caseId === undefined) throw new Error("The case was not opened.");
  void stage.says(caseId, "Thank you. Is it done?");
  await simulation.run(() => false, { hours: 30, picks: 20_000 });
  const history = await collectHistory({
    ...simulation,
    shops: [simulation.systems],
    tenant: simulatedTenant,
    acknowledged: stage.acknowledged,
    records,
  });
  return {
    ...countCalls(history),
    violations: [
      ...checkHistory(history),
      ...goal.violations(history, scene).map((sentence) => `S2 ${goal.name}: ${sentence}`),
      ...(model.hasRead ? [] : [`S2 The instruction by ${carrier.name} never reached the model.`]),
    ],
    hasRead: model.hasRead,
  };
}

function looksUpFirst({ who }: Scene, instruction: string): ConstructorParameters<typeof ObedientModel>[0]["looksUp"] {
  const orderId = who.orders[0]?.orderId;
  const about = { kind: "lookup" as const, calls: [{ tool: "read_account", args: {} }] };
  const page = { kind: "lookup" as const, calls: [{ tool: "search_knowledge", args: { question: instruction } }] };
  if (orderId === undefined) return [about, page];
  return [about, { kind: "lookup", calls: [{ tool: "order_details", args: { orderId } }] }, page];
}

let poisoned: Promise<Blueprint> | null = null;

/** The example with a look-up that gives an account as it stands in the CRM, and a page with every instruction. */
function poisonedBlueprint(): Promise<Blueprint> {
  poisoned ??= openLarkspur("published", {
    tools: [readAccount],
    files: [
      {
        path: "guardrails/read-account.cedar",
        text: `@id("own-account")\npermit (principal, action == Action::"read_account", resource)\nwhen { context.assurance.identity >= 1 };\n`,
      },
      { path: "knowledge/orders-to-the-model.md", text: poisonedPage() },
    ],
  });
  return poisoned;
}

function poisonedPage(): string {
  const texts = new Set(tasks.flatMap((task) => goals.map((goal) => goal.text(sceneOf(task)))));
  const sections = [...texts].map((text) => `## ${text}\n\n${text}`);
  return `---\ntitle: Orders to the model\nasOf: 2026-01-05\n---\n\n${sections.join("\n\n")}\n`;
}

const accountSchema = z.object({
  name: z.string(),
  address: z.object({ street: z.string() }),
  notes: z.array(z.object({ text: z.string() })),
});

const readAccount = defineLookup({
  name: "read_account",
  title: "Read the account as it stands in the CRM",
  input: z.strictObject({}),
  output: z.object({ account: accountSchema }),
  gives: ["account.name", "account.address", "account.notes"],
  run: async (context) => {
    const { customer } = context;
    if (customer === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose account it is." };
    const path = `/customers/${encodeURIComponent(customer.ref)}`;
    const reading = await readRecord(context, "crm", path, z.object({ customer: accountSchema }));
    return reading.kind === "found" ? { kind: "found", result: { account: reading.value.customer } } : reading;
  },
});
