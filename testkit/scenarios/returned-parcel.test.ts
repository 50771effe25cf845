import { beforeAll, describe, expect, test } from "vitest";
import { prepareReturns, ReturnWorld } from "./return-world.ts";

beforeAll(prepareReturns, 120_000);

describe("a case that waits for a parcel", () => {
  test("says so once, pays when the carrier reports it, and never twice for two reports", async () => {
    const world = await ReturnWorld.waiting();
    expect(await world.status()).toBe("waiting");
    expect(await world.isWaitingFor()).toBe('returnParcel.state == "arrived"');
    await world.pass(50);
    expect((await world.told()).filter((text) => text.includes("as soon as the parcel has arrived"))).toHaveLength(1);
    expect(world.refunds).toEqual([]);
    const [first, second] = world.scans(2);
    expect(await world.delivers(first)).toBe("taken");
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect((await world.told()).at(-1)).toMatch(/has arrived here.*\$47\.00 back to the card/);
    expect(await world.status()).toBe("resolved");
    const told = (await world.told()).length;
    expect(await world.delivers(first)).not.toBe("unrelated");
    await world.delivers(second);
    await world.pass(50);
    expect(world.refunds).toHaveLength(1);
    expect((await world.told()).length).toBe(told);
    for (const other of await world.others()) expect(await world.told(other)).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("finds by looking what the carrier forgot to report, also while its system is down for a day", async () => {
    const world = await ReturnWorld.waiting();
    const told = (await world.told()).length;
    world.scans(0);
    world.simulation.systems.shipping.faults.add({ kind: "status-before", status: 503 });
    await world.pass(30);
    expect(world.refunds).toEqual([]);
    expect((await world.told()).length).toBe(told);
    world.simulation.systems.shipping.faults.clear();
    await world.pass(30);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("answers her meanwhile, and does what else she asks for", async () => {
    const world = await ReturnWorld.waiting();
    for (const text of ["Has my return arrived yet?", "any news of the parcel I sent back?", "where's my money?"]) {
      await world.says(text);
      expect((await world.told()).at(-1)).toContain("has not been scanned here yet");
    }
    await world.says("Please sign me up for the newsletter.");
    expect((await world.told()).join("\n")).toMatch(/newsletter/i);
    expect(await world.status()).toBe("waiting");
    await world.delivers(world.scans(1)[0]);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("is not confused by a report that comes before the label is known", async () => {
    const world = await ReturnWorld.open();
    await world.asks();
    world.simulation.systems.shipping.faults.add({ kind: "timeout-after", times: 1, match: { method: "POST" } });
    const saying = world.says("yes");
    await saying;
    const arrived = world.scans(1)[0];
    await world.delivers(arrived);
    await world.pass(50);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("takes no report about somebody else's parcel, and a person gets that one", async () => {
    const world = await ReturnWorld.waiting();
    const [arrived] = world.scans(1);
    const other = world.simulation.landmarks.refundSmall;
    const body = (arrived?.body ?? "").replaceAll(world.who.customerRef, other.customerRef);
    expect(await world.delivers({ id: "wh_wrong", body })).toBe("taken");
    expect(world.refunds).toEqual([]);
    const [opened] = await world.others(other);
    if (opened === undefined) throw new Error("No case was opened.");
    expect(await world.status(opened)).toBe("handed-off");
    expect((await world.told(opened)).join()).not.toContain("$");
  });
});

describe("a return that cannot be begun", () => {
  test("tells her that nothing was sent to her, instead of only asking which order it is", async () => {
    const world = await ReturnWorld.open((landmarks) => landmarks.planBasic);
    await world.asks("I would like to send it back, she does not like it.");
    expect((await world.told()).at(-1)).toMatch(
      /^I find no order of yours that has been sent to you\. If you have its number/,
    );
  });
});

describe("a parcel whose case is over", () => {
  test("opens a case that pays for it and tells her, once for all reports", async () => {
    const world = await ReturnWorld.waiting();
    await world.closes();
    const [first, second] = world.scans(2);
    expect(await world.delivers(first)).toBe("taken");
    await world.delivers(second);
    const opened = await world.others();
    expect(opened).toHaveLength(1);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.told(opened[0])).toEqual([expect.stringMatching(/has arrived here.*\$47\.00/)]);
    expect(await world.status(opened[0])).toBe("resolved");
    expect(await world.violations()).toEqual([]);
  });

  test("that she had called off is a person's, and nothing is paid", async () => {
    const world = await ReturnWorld.waiting();
    await world.says("Never mind, we are keeping it.");
    expect(await world.status()).toBe("resolved");
    await world.delivers(world.scans(1)[0]);
    expect(world.refunds).toEqual([]);
    const [opened] = await world.others();
    if (opened === undefined) throw new Error("No case was opened.");
    expect(await world.status(opened)).toBe("handed-off");
    expect(await world.violations()).toEqual([]);
  });
});
