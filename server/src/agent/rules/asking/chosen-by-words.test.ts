import { expect, test } from "vitest";
import { placeByWords } from "./chosen-by-words.ts";

const shirts = [{ item: "Nest striped shirt, blue" }, { item: "Nest striped shirt, rust" }];

test.each(["the blue one", "no, blue", "nope – the blue one please", "no wait the blue one", "No, sorry, blue"])(
  "takes the one whose words she says: %s",
  (text) => {
    expect(placeByWords(text, shirts)).toBe(0);
  },
);

test.each(["no blue", "nope blue", "not blue", "no blue one please", "shirt"])(
  "takes none where she says no to it, or what is said of both: %s",
  (text) => {
    expect(placeByWords(text, shirts)).toBeNull();
  },
);
