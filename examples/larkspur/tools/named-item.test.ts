import { describe, expect, test } from "vitest";
import { mayBeCalled } from "./named-item.ts";

describe("an item of the shop", () => {
  test.each([
    ["Starling sneaker, blue", "my shoes"],
    ["Starling sneaker, blue", "trainers"],
    ["Starling sneaker, blue", "navy sneakers"],
    ["Harbor rain jacket, navy", "the blue coat"],
    ["Meadow cardigan, oat", "beige jumper"],
    ["Alpine snow set, red", "snow set"],
    ["Fern leggings, plum", "purple pants"],
    ["Nest striped shirt, rust", "birthday present"],
    ["Something new", "jacket"],
  ])("may be meant: %s by “%s”", (name, said) => {
    expect(mayBeCalled(name, said)).toBe(true);
  });

  test.each([
    ["Starling sneaker, blue", "the jacket"],
    ["Starling sneaker, blue", "red shoes"],
    ["Starling sneaker, blue", "boots"],
    ["Meadow cardigan, oat", "pink cardigan"],
    ["Nest striped shirt, rust", "dress"],
    ["Wren school shoe, black", "socks"],
  ])("is not meant: %s by “%s”", (name, said) => {
    expect(mayBeCalled(name, said)).toBe(false);
  });
});
