import { describe, expect, test } from "vitest";
import { afterGuideStep, nextGuideStep, readHelped } from "./guide.ts";

const guide = {
  by: "item.trouble",
  gives: "item.works",
  steps: {
    zipper: ["Look for cloth. Does it run?", "Rub the teeth. Does it run?"],
    snaps: ["Clean it. Does it hold?"],
  },
};

describe("whether a step has helped", () => {
  test.each([
    "That worked!",
    "yes",
    "it works again, thank you",
    "Oh great, now it works",
    "First it didn't move, but now it runs",
    "no problem any more, it closes",
    "they light up",
    "fixed",
  ])("it has: %s", (text) => {
    expect(readHelped(text)).toBe(true);
  });

  test.each([
    "still broken",
    "no",
    "That didn't help",
    "it doesnt work",
    "nothing changed",
    "Tried it, it won’t close",
    "it worked for a moment but now it is stuck again",
    "same as before",
    "dark",
  ])("it has not: %s", (text) => {
    expect(readHelped(text)).toBe(false);
  });

  test.each(["What do you mean by slider?", "one moment please", ""])("it does not say: %s", (text) => {
    expect(readHelped(text)).toBeNull();
  });
});

describe("a guide", () => {
  test("tells one step after the other, of the list that the trouble names", () => {
    const first = nextGuideStep(guide, { "item.trouble": "zipper" });
    expect(first).toMatchObject({ path: "guide.zipper.1", text: "Look for cloth. Does it run?" });
    const second = nextGuideStep(guide, { "item.trouble": "zipper", "guide.zipper.1": false });
    expect(second).toMatchObject({ path: "guide.zipper.2" });
  });

  test.each([
    {},
    { "item.trouble": "sole" },
    { "item.trouble": "constructor" },
    { "item.trouble": "snaps", "guide.snaps.1": false },
  ])("has no step to tell for %j", (values) => {
    expect(nextGuideStep(guide, values)).toBeNull();
  });

  test("is over when a step has helped, and when the last one has not", () => {
    expect(afterGuideStep(guide, "guide.zipper.1", true)).toEqual({ "guide.zipper.1": true, "item.works": true });
    expect(afterGuideStep(guide, "guide.zipper.1", false)).toEqual({ "guide.zipper.1": false });
    expect(afterGuideStep(guide, "guide.zipper.2", false)).toEqual({ "guide.zipper.2": false, "item.works": false });
    expect(afterGuideStep(guide, "order.id", true)).toBeNull();
  });
});
