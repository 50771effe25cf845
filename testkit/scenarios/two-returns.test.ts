import { beforeAll, describe, expect, test } from "vitest";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import { prepareReturns, ReturnWorld } from "./return-world.ts";

beforeAll(prepareReturns, 120_000);

const shirt = { words: "Nest striped shirt, rust", amountMinor: 1_800, label: "LB-10001" };
const cardigan = { words: "Meadow cardigan, oat", amountMinor: 4_700, label: "LB-10002" };

const days = (count: number): number => count * 24;

/** Both items were bought with one order. */
function inOneOrder({ oms, payments }: WorldData): void {
  const holds = (words: string) => Object.values(oms.orders).find(({ lines }) => lines[0]?.name === words);
  const [kept, emptied] = [holds(shirt.words), holds(cardigan.words)];
  const charge = Object.values(payments.charges).find(({ orderId }) => orderId === kept?.orderId);
  if (kept === undefined || emptied === undefined || charge === undefined) throw new Error("There is no such order.");
  kept.lines.push(...emptied.lines.map((line) => ({ ...line, lineId: "2" })));
  kept.paidMinor += cardigan.amountMinor;
  charge.amountMinor += cardigan.amountMinor;
  delete oms.orders[emptied.orderId];
}

async function twoReturns(plant?: (data: WorldData) => void): Promise<ReturnWorld> {
  const world = await ReturnWorld.open((landmarks) => landmarks.twoOrders, plant);
  await world.asks("I want to return the shirt");
  for (const text of ["yes", "and the cardigan too", "yes"]) await world.says(text);
  expect((await world.told()).at(-1)).toMatch(/^It is arranged: the prepaid return label for Meadow cardigan, oat/);
  return world;
}

async function bothAtOnce(): Promise<ReturnWorld> {
  const world = await ReturnWorld.open((landmarks) => landmarks.twoOrders);
  await world.asks("return both of them");
  for (const { words } of [shirt, cardigan]) {
    expect((await world.told()).at(-1)).toContain(`Return the ${words}`);
    await world.says("yes");
  }
  return world;
}

async function thanksFor({ words }: typeof shirt, world: ReturnWorld): Promise<readonly string[]> {
  return (await world.told()).filter((text) => text.includes(`Your parcel with ${words} has arrived here`));
}

const orders = [
  ["one order", inOneOrder],
  ["two orders", undefined],
] as const;
const courses = [
  ["in the order of the returns", shirt, cardigan],
  ["the other way round", cardigan, shirt],
] as const;

describe("two returns in one case", () => {
  for (const [of, plant] of orders) {
    for (const [course, one, other] of courses) {
      test(`of ${of} are each paid back once, days apart, ${course}`, async () => {
        const world = await twoReturns(plant);
        await world.pass(days(12));
        expect(world.paidBack).toEqual([]);
        await world.delivers(world.scans(1, world.who, one.label)[0]);
        expect(world.paidBack).toEqual([one.amountMinor]);
        expect(await world.status()).toBe("waiting");
        await world.pass(days(4));
        expect((await world.told()).at(-1)).toMatch(/Have you had the time/);
        await world.delivers(world.scans(1, world.who, other.label)[0]);
        await world.pass(days(4));
        expect(world.paidBack).toEqual([one.amountMinor, other.amountMinor]);
        expect(await world.status()).toBe("resolved");
        for (const item of [one, other]) expect(await thanksFor(item, world)).toHaveLength(1);
        for (const opened of await world.others()) expect(await world.told(opened)).toEqual([]);
        expect(await world.violations()).toEqual([]);
      });
    }
  }

  for (const [course, one, other] of courses) {
    test(`that she asked for at once are each waited for and paid back once, ${course}`, async () => {
      const world = await bothAtOnce();
      for (const { words } of [shirt, cardigan])
        expect((await world.told()).filter((text) => text.includes(`return label for ${words}`))).toHaveLength(1);
      await world.pass(days(3));
      await world.delivers(world.scans(1, world.who, one.label)[0]);
      expect(world.paidBack).toEqual([one.amountMinor]);
      expect(await world.status()).toBe("waiting");
      await world.pass(days(4));
      await world.delivers(world.scans(1, world.who, other.label)[0]);
      await world.pass(days(4));
      expect(world.paidBack).toEqual([one.amountMinor, other.amountMinor]);
      for (const item of [one, other]) expect(await thanksFor(item, world)).toHaveLength(1);
      expect(await world.status()).toBe("resolved");
      expect(await world.violations()).toEqual([]);
    });
  }

  test("of which she wanted only the first are not asked about again while that is waited for", async () => {
    const world = await ReturnWorld.open((landmarks) => landmarks.twoOrders);
    await world.asks("return both of them");
    await world.says("yes");
    await world.says("no");
    const told = (await world.told()).length;
    await world.pass(days(12));
    expect(await world.told()).toHaveLength(told);
    await world.delivers(world.scans(1, world.who, shirt.label)[0]);
    await world.pass(days(1));
    expect(world.paidBack).toEqual([shirt.amountMinor]);
    expect(await thanksFor(shirt, world)).toHaveLength(1);
    expect((await world.told()).slice(told).join()).not.toContain(cardigan.words);
    expect(await world.violations()).toEqual([]);
  });

  test("whose parcels come on the same day, unreported, are both found by looking", async () => {
    const world = await twoReturns();
    for (const { label } of [shirt, cardigan]) world.scans(0, world.who, label);
    await world.pass(days(2));
    expect(world.paidBack).toEqual([shirt.amountMinor, cardigan.amountMinor]);
    for (const item of [shirt, cardigan]) expect(await thanksFor(item, world)).toHaveLength(1);
    expect(await world.status()).toBe("resolved");
    expect(await world.violations()).toEqual([]);
  });

  test("are paid once each however much else she asks for meanwhile", async () => {
    const world = await twoReturns();
    for (let times = 0; times < 24; times += 1) await world.says("How do I wash a wool cardigan?");
    expect(await world.status()).toBe("waiting");
    for (const { label } of [shirt, cardigan]) await world.delivers(world.scans(1, world.who, label)[0]);
    await world.pass(days(2));
    expect(world.paidBack).toEqual([shirt.amountMinor, cardigan.amountMinor]);
    expect(await world.status()).toBe("resolved");
  });

  test("are both named when she asks where her money is", async () => {
    const world = await twoReturns();
    await world.says("where is my money?");
    const last = (await world.told()).at(-1);
    for (const { words } of [shirt, cardigan]) expect(last).toContain(`Your parcel with ${words} has not been scanned`);
  });

  test("of which the second is asked about when the first parcel comes: that is paid, and the second still goes back", async () => {
    const world = await ReturnWorld.open((landmarks) => landmarks.twoOrders);
    await world.asks("I want to return the shirt");
    for (const text of ["yes", "and the cardigan too"]) await world.says(text);
    await world.delivers(world.scans(1, world.who, shirt.label)[0]);
    await world.says("yes");
    await world.delivers(world.scans(1, world.who, cardigan.label)[0]);
    await world.pass(days(2));
    expect(world.paidBack).toEqual([shirt.amountMinor, cardigan.amountMinor]);
    for (const item of [shirt, cardigan]) expect(await thanksFor(item, world)).toHaveLength(1);
    expect(await world.status()).toBe("resolved");
    expect(await world.violations()).toEqual([]);
  });

  test("of which she does not want the second after all: the first is waited for and paid", async () => {
    const world = await ReturnWorld.open((landmarks) => landmarks.twoOrders);
    await world.asks("I want to return the shirt");
    for (const text of ["yes", "and the cardigan too", "no"]) await world.says(text);
    await world.pass(days(3));
    await world.delivers(world.scans(1, world.who, shirt.label)[0]);
    await world.pass(days(2));
    expect(world.paidBack).toEqual([shirt.amountMinor]);
    expect((await world.told()).at(-1)).toMatch(/^Your parcel with Nest striped shirt, rust has arrived here[^\n]*$/);
    expect(await world.status()).toBe("resolved");
    expect(await thanksFor(shirt, world)).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });
});
