import { caseNames } from "../../server/src/trace/case-names.ts";
import { describe, expect, test } from "vitest";
import { modelTroubleOf } from "../../server/src/agent/router/model-trouble.ts";
import { budgetsSchema } from "../../server/src/blueprint/settings/budgets.ts";
import { routerSettingsSchema } from "../../server/src/blueprint/settings/router-settings.ts";
import { caseCostOf } from "../../server/src/cases/case-cost.ts";
import { explainEvent } from "../../server/src/trace/explain-event.ts";
import { RouterWorld } from "./router-world.ts";

const minuteMs = 60_000;
const hour = { fromMs: 0, toMs: 60 * minuteMs };

describe("a step is thought by", () => {
  test("rules where they are sure, which costs nothing", async () => {
    const world = await RouterWorld.open();
    const caseId = await world.opens("rules: where is it?");
    await world.pass();
    expect(await world.told(caseId)).toEqual(["By the rules."]);
    expect(await world.routes(caseId)).toEqual(["rules"]);
    expect(world.asked).toEqual([]);
    expect(caseCostOf(await world.state(caseId))).toMatchObject({ thoughts: 1, tokens: 0, costMicros: 0 });
  });

  test("the small model where rules are not sure, and the case says what that cost and why", async () => {
    const world = await RouterWorld.open();
    const caseId = await world.opens("something else");
    await world.pass();
    expect(await world.told(caseId)).toEqual(["By the small model."]);
    expect(caseCostOf(await world.state(caseId))).toMatchObject({ tokens: 100, costMicros: 1_000 });
    const log = await world.events(caseId);
    const said = log.flatMap((event) =>
      explainEvent(event, caseNames(log, { tool: () => null, procedure: () => null })),
    );
    expect(said).toContain("The small model thinks this step (small-model): The rules are not sure what she wants.");
    expect(said.find((sentence) => sentence.startsWith("Spent on thinking"))).toContain("100 tokens, 0.001");
  });

  test("the frontier model where the small one is not sure, and both are paid for", async () => {
    const world = await RouterWorld.open({ models: { small: { sure: 0.4 } } });
    const caseId = await world.opens("something else");
    await world.pass();
    expect(world.asked).toEqual(["small", "frontier"]);
    expect(await world.told(caseId)).toEqual(["By the frontier model."]);
    expect(caseCostOf(await world.state(caseId))).toMatchObject({ tokens: 400, costMicros: 21_000 });
  });

  test("the model that the blueprint names for what she wants, though rules would be sure", async () => {
    const router = routerSettingsSchema.parse({ procedures: { question: "frontier" } });
    const world = await RouterWorld.open({ settings: { router } });
    const caseId = await world.opens("rules: where is it?");
    await world.pass();
    expect(world.asked).toEqual(["frontier"]);
    expect((await world.chosen(caseId))[0]?.why).toBe("The blueprint wants frontier for question.");
  });

  test("the model that began it, until she writes what rules are sure of", async () => {
    const world = await RouterWorld.open();
    const caseId = await world.opens("something else");
    await world.pass();
    await world.says(caseId, "something more");
    await world.pass();
    await world.says(caseId, "rules: where is it?");
    await world.pass();
    expect(await world.routes(caseId)).toEqual(["small", "small", "rules"]);
  });
});

describe("a model that is there and gives nothing that can be used", () => {
  test.each(["PUR-6007", "PUR-6012", "PUR-6014"] as const)(
    "is not waited for: the rules say at once what they can (%s)",
    async (unusable) => {
      const world = await RouterWorld.open({ models: { small: { unusable }, frontier: { unusable } } });
      const caseId = await world.opens("something else");
      await world.pass(60);
      expect(await world.told(caseId)).toEqual(["I am not sure that I can help with that."]);
      expect(world.asked).toEqual(["small", "frontier"]);
      const chosen = await world.chosen(caseId);
      expect(chosen.map(({ route }) => route)).toEqual(["rules"]);
      expect(chosen[0]?.why).toContain(unusable);
      expect(caseCostOf(await world.state(caseId))).toMatchObject({ tokens: 400, costMicros: 21_000 });
      expect(modelTroubleOf(world.router.health())).toBeNull();
    },
  );

  test("is waited for while the other is down, which may know better", async () => {
    const models = { small: { unusable: "PUR-6012" as const }, frontier: { outage: hour } };
    const world = await RouterWorld.open({ models });
    const caseId = await world.opens("something else");
    await world.pass(1);
    expect(await world.routes(caseId)).toEqual(["none"]);
  });
});

describe("a budget", () => {
  const frontierFirst = routerSettingsSchema.parse({ smallSure: 1 });

  test("of the day degrades the route before it stops it, and a person is the last resort, whichever worker thinks", async () => {
    const budgets = budgetsSchema.parse({ day: { money: 0.045 }, degradeAt: 0.5 });
    const world = await RouterWorld.open({ settings: { budgets, router: frontierFirst }, workers: 3 });
    const cases = [];
    for (let count = 0; count < 16; count += 1) {
      cases.push(await world.opens("something else"));
      await world.pass();
    }
    const routes = (await Promise.all(cases.map((caseId) => world.routes(caseId)))).flat();
    // 21,000 each until half is spent, then 1,000 each until all is.
    expect(routes).toEqual([
      "frontier",
      "frontier",
      "small",
      "small",
      "small",
      ...Array.from({ length: 11 }, () => "none"),
    ]);
    const [handoff] = await world.handoffs(cases.at(-1) ?? expect.fail());
    expect(handoff?.packet.trigger).toBe("budget-spent");
    expect(handoff?.packet.why).toContain("100 % of the money that all cases may cost in a day, 0.045 of 0.045");
    const spent = (await Promise.all(cases.map((caseId) => world.spending(caseId)))).flat();
    expect(spent.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(45_000);
    const day = await world.opens("rules: where is it?");
    await world.pass();
    expect(await world.told(day)).toEqual(["By the rules."]);
    expect(await world.violations()).toEqual([]);
  });

  test("of the day is whole again on the next day of the shop's time zone", async () => {
    const budgets = budgetsSchema.parse({ agent: { tokens: 100 } });
    const world = await RouterWorld.open({ settings: { budgets } });
    await world.opens("something else");
    await world.pass();
    const late = await world.opens("something else");
    await world.pass();
    expect(await world.routes(late)).toEqual(["none"]);
    // It is 2:17 in New York.
    await world.pass(22 * 60);
    const next = await world.opens("something else");
    await world.pass();
    expect(await world.routes(next)).toEqual(["small"]);
  });

  test("counts the thoughts of many workers at the same moment, each once", async () => {
    const budgets = budgetsSchema.parse({ day: { tokens: 1_000_000 } });
    const world = await RouterWorld.open({ settings: { budgets }, workers: 4 });
    for (let count = 0; count < 12; count += 1) await world.opens("something else");
    await world.pass();
    const key = "budget/day/tokens/2026-02-10";
    const [reading] = await world.simulation.store.readTotals("main", [{ key, windowMs: null }]);
    expect(reading?.value).toBe(12 * 100);
  });

  test("of a case leaves it to the rules, and then to a person", async () => {
    const budgets = budgetsSchema.parse({ case: { tokens: 150 } });
    const world = await RouterWorld.open({ settings: { budgets, router: frontierFirst } });
    const caseId = await world.opens("something else");
    await world.pass();
    await world.says(caseId, "rules: where is it?");
    await world.pass();
    expect(await world.told(caseId)).toEqual(["By the frontier model.", "By the rules."]);
    await world.says(caseId, "something else");
    await world.pass();
    expect((await world.handoffs(caseId))[0]?.packet.trigger).toBe("budget-spent");
  });
});

describe("while the provider is down for an hour", () => {
  const down = { small: { outage: hour }, frontier: { outage: hour } };
  const router = routerSettingsSchema.parse({ waitForModel: "2h" });

  test("what rules can do goes on, the others wait and are answered after it, and nothing is lost", async () => {
    const world = await RouterWorld.open({ settings: { router }, models: down, workers: 2 });
    const waiting = [await world.opens("something else"), await world.opens("something more")];
    await world.pass(20);
    const plain = await world.opens("rules: where is it?");
    await world.pass(1);
    expect(await world.told(plain)).toEqual(["By the rules."]);
    await world.pass(30);
    for (const caseId of waiting) {
      expect(await world.told(caseId)).toEqual([expect.stringContaining("I cannot answer it at this moment")]);
      expect(new Set(await world.routes(caseId))).toEqual(new Set(["none"]));
    }
    expect(modelTroubleOf(world.router.health())).toContain("the small model (small-model) does not answer since");
    await world.pass(40);
    for (const caseId of waiting) {
      expect(await world.told(caseId)).toHaveLength(2);
      expect((await world.told(caseId)).at(-1)).toBe("By the small model.");
      expect(await world.handoffs(caseId)).toEqual([]);
    }
    expect(modelTroubleOf(world.router.health().filter(({ size }) => size === "small"))).toBeNull();
    expect(await world.violations()).toEqual([]);
  });

  test("a case that has waited as long as it may is given to a person, who reads why", async () => {
    const short = routerSettingsSchema.parse({ waitForModel: "20m" });
    const world = await RouterWorld.open({ settings: { router: short }, models: down });
    const caseId = await world.opens("something else");
    await world.pass(19);
    expect(await world.handoffs(caseId)).toEqual([]);
    await world.pass(5);
    const [handoff] = await world.handoffs(caseId);
    expect(handoff?.packet.trigger).toBe("model-unavailable");
    expect(handoff?.packet.why).toContain("No model answered for 20 minutes");
    expect(await world.violations()).toEqual([]);
  });

  test("it is left alone but for single trials, however many cases wait", async () => {
    const world = await RouterWorld.open({ settings: { router }, models: down, workers: 2 });
    for (let count = 0; count < 10; count += 1) await world.opens("something else");
    await world.pass(55);
    // Three calls open each of two circuits; a trial comes at the most every half minute, then ever more rarely.
    expect(world.asked.length).toBeLessThan(2 * (3 + 20));
  });

  test("one model that is down is replaced by the other", async () => {
    const world = await RouterWorld.open({ settings: { router }, models: { small: { outage: hour } } });
    const caseId = await world.opens("something else");
    await world.pass();
    expect(await world.told(caseId)).toEqual(["By the frontier model."]);
    expect((await world.chosen(caseId))[0]?.why).toContain("The small model (small-model) did not answer.");
  });

  test("what she writes while she waits is answered with what she wrote before", async () => {
    const world = await RouterWorld.open({ settings: { router }, models: down });
    const caseId = await world.opens("something else");
    await world.pass(10);
    await world.says(caseId, "are you there?");
    await world.pass(120);
    const understood = (await world.events(caseId)).filter(({ kind }) => kind === "message.understood");
    expect(understood).toHaveLength(2);
    expect((await world.told(caseId)).at(-1)).toBe("By the small model.");
  });
});

describe("an answer from knowledge", () => {
  const question = "knowledge: how long does shipping take?";
  const asks = async (world: RouterWorld, text: string) => {
    const caseId = await world.opens(text);
    await world.pass();
    return { routes: await world.routes(caseId), told: await world.told(caseId) };
  };

  test("is given again to exactly the same question, without a model and at no cost", async () => {
    const world = await RouterWorld.open();
    expect((await asks(world, question)).routes).toEqual(["small", "small"]);
    const again = await asks(world, "Knowledge: how long does  shipping take");
    expect(again).toEqual({ routes: ["cache", "cache"], told: ["By the small model."] });
    expect((await asks(world, "knowledge: how long does shipping really take?")).routes).toEqual(["small", "small"]);
    expect(world.asked).toHaveLength(4);
  });

  test("is thought of anew once it is old, or where nothing is to be kept", async () => {
    const router = routerSettingsSchema.parse({ keepAnswers: "30m" });
    const world = await RouterWorld.open({ settings: { router } });
    await asks(world, question);
    await world.pass(31);
    expect((await asks(world, question)).routes).toEqual(["small", "small"]);
    const never = await RouterWorld.open({ settings: { router: routerSettingsSchema.parse({ keepAnswers: "0s" }) } });
    await asks(never, question);
    expect((await asks(never, question)).routes).toEqual(["small", "small"]);
  });

  test.each([
    "knowledge: how long does shipping take for my order?",
    "knowledge: where is L-20817?",
    "knowledge: do you write to anna@example.com?",
    "knowledge: how long does it take? My name is Anna",
    "knowledge: call me at 555 010 9999?",
    "knowledge: how long does it take? I'm Anna",
    "knowledge: This is Anna Miller, how long does it take?",
    "knowledge: how long does it take? Thanks, Anna",
    "knowledge: how long does it take? Best regards Anna",
  ])("is never kept of a message in which something of a person may stand: %s", async (text) => {
    const world = await RouterWorld.open();
    await asks(world, text);
    expect((await asks(world, text)).routes).toEqual(["small", "small"]);
  });
});
