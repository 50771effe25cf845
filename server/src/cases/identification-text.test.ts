import { describe, expect, test } from "vitest";
import { isLikeCode, isMereName, nameIn } from "./identification-text.ts";

describe("a name in a message", () => {
  test.each([
    ["My name is Hannah Müller and I lost my mailbox", "Hannah Müller"],
    ["hello, i'm Mary-Jane O'Brien.", "Mary-Jane O'Brien"],
    ["This is Ludwig van der Berg", "Ludwig van der Berg"],
    ["It should be under the name of Dana Reyes", "Dana Reyes"],
    ["Robin A. Doe", "Robin A. Doe"],
    ["Mein Name ist Jürgen Groß", "Jürgen Groß"],
    ["je m'appelle Zoé Lefèvre", "Zoé Lefèvre"],
    ["Mi nombre es Ana García", "Ana García"],
    ["buongiorno, mi chiamo Carla Rossi", "Carla Rossi"],
    ["mijn naam is Sanne de Vries", "Sanne de Vries"],
    ["Olá, o meu nome é João Silva", "João Silva"],
  ])("is read: %s", (text, name) => {
    expect(nameIn(text)).toBe(name);
  });

  test.each([
    "I'm still waiting",
    "this is about my order",
    "Thanks",
    "Where is my Order",
    "my name is on the parcel",
    "I am not Hannah",
    "",
  ])("is not read where there is none: %s", (text) => {
    expect(nameIn(text)).toBeNull();
  });

  test("is all that a message says, or not", () => {
    expect(isMereName("My name is Dana Reyes")).toBe(true);
    expect(isMereName("I'm Dana Reyes and I want to know when my order with the two blue boots comes")).toBe(false);
  });
});

describe("six digits are taken for a code", () => {
  test.each([
    "123456",
    " 123 456.",
    "My code is 123456",
    "hi, the code: 123-456 thanks",
    "Code 123456",
    "Mein Code ist 123456",
    "il codice è 123456",
    "o código é 123 456",
  ])("in: %s", (text) => expect(isLikeCode(text, false)).toBe(true));

  test.each(["order 123456", "my discount code 123456 fails", "postal code 560001", "1234567", "call 415 555 0100"])(
    "and not in: %s",
    (text) => expect(isLikeCode(text, false)).toBe(false),
  );

  test("unless they may be the number that she was asked for", () => {
    expect(isLikeCode("123456", true)).toBe(false);
    expect(isLikeCode("my code is 123456", true)).toBe(true);
  });
});
