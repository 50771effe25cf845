import { describe, expect, test } from "vitest";
import { openToolWorld } from "../systems/test-tool-context.ts";
import findSlots from "./find-slots.ts";
import holdSlot from "./hold-slot.ts";

const look = async (wish: { on?: string; at?: string }) => {
  const world = openToolWorld();
  return world.look(world.landmarks.appointment, findSlots, { store: "brooklyn", ...wish });
};

describe("a wish for a time", () => {
  test.each(["1 pm", "1:00 PM", "1pm", "1 p.m", "13:00"])("is read as people write it: %s", async (at) => {
    expect(await look({ on: "2026-02-14", at })).toMatchObject({
      result: { slot: { startsAt: "2026-02-14T18:00:00.000Z" }, offer: { isAsWished: true } },
    });
  });

  test("that is not free is answered with what is free that day", async () => {
    const read = await look({ on: "2026-02-15", at: "1 pm" });
    expect(read).toMatchObject({ result: { offer: { isAsWished: false } } });
    const text = JSON.stringify(read);
    expect(text).toContain("Sunday, February 15 at 10:00 AM");
    // She may choose by its place what she was offered, and nothing is chosen for her.
    expect(read).toMatchObject({ result: { slots: [{ startsAt: "2026-02-15T15:00:00.000Z" }, {}] } });
    expect(read.kind === "found" && "slot" in read.result).toBe(false);
    expect(text).not.toContain("February 16");
  });

  test("of a day only leaves a choice, and names none", async () => {
    const read = await look({ on: "2026-02-14" });
    expect(read.kind === "found" && "slot" in read.result).toBe(false);
    expect(JSON.stringify(read)).toContain("Saturday, February 14 at 4:00 PM");
  });
});

test("of a time that is taken it is said that it is taken, and nothing is asked", async () => {
  const world = openToolWorld();
  const { appointment, refundSmall } = world.landmarks;
  await world.carryOut(refundSmall, holdSlot, { slotId: "SL-1002" });
  const { args, facts } = await world.prepare(appointment, holdSlot, { slotId: "SL-1002" });
  expect(holdSlot.describe({ args, facts })).toBe("This time is not free any more.");
});
