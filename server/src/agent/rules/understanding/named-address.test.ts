import { describe, expect, test } from "vitest";
import { readNamedAddress, readRestOfAddress } from "./named-address.ts";

const elm = { line1: "12 Elm Street", city: "Portland", region: "OR", postcode: "97201", country: "US" };

describe("a whole address", () => {
  test.each([
    "Please send it to 12 Elm Street, Portland, OR 97201 instead.",
    "we moved!! new address is 12 elm street, portland, oregon 97201",
    "12 elm street portland or 97201",
    "12 Elm Street\nPortland, Oregon\n97201",
    "to 12 Elm Street in Portland, OR, 97201 please",
  ])("is read however it is written: %s", (text) => {
    expect(readNamedAddress(text)).toEqual(elm);
  });

  test.each([
    [
      "77 Sunset Blvd, Apt 4, Los Angeles, CA 90026",
      { line1: "77 Sunset Blvd, Apt 4", city: "Los Angeles", region: "CA" },
    ],
    ["send it to 5 Main Street, New York, New York 10001", { line1: "5 Main Street", city: "New York", region: "NY" }],
    ["14 Broadway, Salem, OR 97301", { line1: "14 Broadway", city: "Salem", region: "OR" }],
    ["our flat is 3 Casa Verde, Santa Fe, NM 87501", { line1: "3 Casa Verde", city: "Santa Fe", region: "NM" }],
    ["71 Hill Road, London, NW3 2QG", { line1: "71 Hill Road", city: "London", region: null, country: "GB" }],
    [
      "4b baker street london nw1 6xe",
      { line1: "4b Baker Street", city: "London", postcode: "NW1 6XE", country: "GB" },
    ],
  ])("%s", (text, parts) => {
    expect(readNamedAddress(text)).toMatchObject(parts);
  });
});

describe("a street alone", () => {
  test.each([
    ["12 elm street", { line1: "12 Elm Street" }],
    ["It is 12 Elm Street, Portland.", { line1: "12 Elm Street", city: "Portland" }],
    ["should be 12 not 21 Elm Street", { line1: "12 Elm Street" }],
    ["not 21 but 12 Elm Street", { line1: "12 Elm Street" }],
  ])("is read: %s", (text, parts) => {
    expect(readNamedAddress(text)).toEqual(parts);
  });
});

describe("the rest of an address", () => {
  test.each([
    ["Portland, OR 97201", { city: "Portland", region: "OR", postcode: "97201", country: "US" }],
    ["it's in portland 97201", { city: "Portland", region: null, postcode: "97201", country: "US" }],
    ["97201", { postcode: "97201" }],
    ["the zip code is 97201.", { postcode: "97201" }],
    ["I do not know", {}],
  ])("is read where it was asked for: %s", (text, parts) => {
    expect(readRestOfAddress(text)).toEqual(parts);
    expect(readNamedAddress(text)).toEqual({});
  });
});

test.each([
  "where is my order 20418",
  "order 20418",
  "please refund $18 for L-20418",
  "we ordered 2 things on the way",
  "my size is 31 not 30",
  "the 29 instead of the 27",
  "I paid 47 dollars, that is 20 too much",
])("is not what only has numbers: %s", (text) => {
  expect(readNamedAddress(text)).toEqual({});
});
