import { type ModelScript, startModelServer } from "@purser/kit/testing";
import { afterAll, afterEach, expect, test } from "vitest";
import type { CaseView, Reasoner } from "../../server/src/agent/reasoner.ts";
import { modelTroubleOf } from "../../server/src/agent/router/model-trouble.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { modelsSchema } from "../../server/src/blueprint/settings/models.ts";
import { openReasoner } from "../../server/src/cli/open-reasoner.ts";
import { runtime } from "../../server/src/main.ts";
import { loadLibrary, removeLibraries } from "./library.ts";
import { viewsOf } from "./model-world.ts";

afterAll(removeLibraries);
const servers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((stop) => stop()));
});

const library = await loadLibrary();
const unclear = await firstView("Is there a book for my grandmother, who likes the sea?");
const clear = await firstView("Hello! Please renew my loan for me.");

async function firstView(text: string): Promise<CaseView> {
  const [view] = await viewsOf(library, text);
  return view ?? expect.fail("There is no first view.");
}

/** A library whose models answer by these scripts, each at an address of its own, as `purser serve` would open it. */
async function opened(scripts: Partial<Record<"small" | "frontier", ModelScript>>) {
  const models: Record<string, object> = {};
  for (const [size, script] of Object.entries(scripts)) {
    const server = await startModelServer({ script });
    servers.push(server.stop);
    models[size] = { provider: "openai-compatible", model: size, baseUrl: server.url, price: { input: 2, output: 10 } };
  }
  // As sure as a handful of examples makes them.
  const router = { ...library.settings.router, sure: 0.7 };
  const settings = { ...library.settings, models: modelsSchema.parse(models), router };
  const blueprint: Blueprint = { ...library, settings };
  const logged: string[] = [];
  const log = (_level: string, event: string): void => void logged.push(event);
  const reasoner = await openReasoner(blueprint, { runtime, log });
  const think = (view: CaseView): ReturnType<Reasoner["think"]> => reasoner.think({ ...view, blueprint });
  return { reasoner, think, logged };
}

const reply: ModelScript = () => ({
  call: {
    name: "reply",
    input: {
      text: "I can look for one together with a colleague.",
      claims: [],
      because: "She asks for advice.",
      facts: [],
    },
  },
});

test("without models the rules think alone", async () => {
  expect((await opened({})).reasoner.name).toBe("rules");
});

test("a model is asked over HTTP where the rules are not sure, and not where they are", async () => {
  const { think } = await opened({ small: reply });
  const thought = await think(unclear);
  expect(thought.route).toMatchObject({ route: "small", reasoner: "small: small" });
  expect(thought.cost?.tokens).toBeGreaterThan(0);
  expect(thought.cost?.costMicros).toBeGreaterThan(0);
  expect((await think(clear)).route?.route).toBe("rules");
});

test("what a small model could not be used for is paid for, and the frontier model is asked", async () => {
  const { think } = await opened({ small: () => "call-of-no-such-tool", frontier: reply });
  const thought = await think(unclear);
  expect(thought.route).toMatchObject({ route: "frontier" });
  expect(thought.route?.why).toContain("gave nothing that can be used (PUR-6008");
  const alone = await (await opened({ frontier: reply })).think(unclear);
  expect(thought.cost?.tokens).toBeGreaterThan(alone.cost?.tokens ?? Number.POSITIVE_INFINITY);
});

test("a service that fails is left alone, the case waits, and operators read it", async () => {
  const { think, reasoner, logged } = await opened({ small: () => "service-failed" });
  for (let count = 0; count < 4; count += 1) {
    const { step, route, understood } = await think(unclear);
    expect({ step: step.kind, route: route?.route, understood }).toEqual({
      step: "later",
      route: "none",
      understood: [],
    });
  }
  expect(logged.filter((event) => event === "model.failed")).toHaveLength(3);
  expect(modelTroubleOf(reasoner.health?.() ?? [])).toContain("small: small");
  expect((await think(clear)).route?.route).toBe("rules");
});
