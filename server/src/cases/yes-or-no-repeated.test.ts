import { describe, expect, test } from "vitest";
import { readRepeated } from "./yes-or-no.ts";

const cancel = {
  title: "Cancel an order",
  text: "Cancel order L-21515 of $52.00? In it: Starling sneaker, blue, size 35.",
};
const refund = { title: "Refund an order", text: "Refund $47.00 for order L-35958 to your Visa ending in 4272?" };
const move = {
  title: "Move a fitting to another time",
  text: "Move your fitting from Saturday 10:00 to Sunday 11:30?",
};
const exchange = {
  title: "Exchange an item for another size",
  text: "Exchange the Wren school shoe, size 33, for size 35?",
};
const seats = { title: "Change a seat", text: "Change seat A12 to B14?" };
const renewal = { title: "Do not renew the contract", text: "Do not renew the contract C-1?" };
const german = { title: "Bestellung stornieren", text: "Die Bestellung L-21515 stornieren?" };

describe("a yes that repeats what is asked is a yes:", () => {
  test.each([
    [cancel, "yes cancel it"],
    [cancel, "Yes, please cancel the order."],
    [cancel, "yes cancel"],
    [cancel, "yes go ahead and cancel it"],
    [cancel, "ok cancel my order then"],
    [cancel, "yes, cancel order L-21515, thanks!"],
    [refund, "yes refund it"],
    [refund, "yes please refund me"],
    [refund, "go ahead with the refund"],
    [move, "yes move it please"],
    [exchange, "yes, exchange it"],
    [german, "Ja, bitte die Bestellung stornieren"],
    [german, "ja stornieren Sie die Bestellung"],
  ])("%j: %s", ({ title, text }, said) => {
    expect(readRepeated(said, { title, text })).toBe("yes");
  });
});

describe("a no that repeats what is asked is a no:", () => {
  test.each([
    [cancel, "please don't cancel my order"],
    [cancel, "No, don’t cancel it!"],
    [cancel, "do not cancel order L-21515"],
    [refund, "don't refund it"],
    [german, "Bitte die Bestellung nicht stornieren"],
    [german, "nein, nicht stornieren"],
  ])("%j: %s", ({ title, text }, said) => {
    expect(readRepeated(said, { title, text })).toBe("no");
  });
});

describe("whatever is narrower, wider, other or doubtful is none:", () => {
  test.each([
    [cancel, "Yes, I want my order"],
    [cancel, "Yes, I would like my order"],
    [cancel, "yes order it"],
    [cancel, "yes my order"],
    [cancel, "ok then the order"],
    [cancel, "yes, so can i just order it now"],
    [cancel, "ok i could cancel it"],
    [cancel, "I don't want my order"],
    [german, "ja ich will meine Bestellung"],
    [german, "ja meine Bestellung"],
    [german, "ich will die Bestellung nicht"],
    [seats, "yes A12"],
    [seats, "yes change A12"],
    [renewal, "yes renew it"],
    [renewal, "yes do not renew it"],
    [cancel, "cancel it"],
    [cancel, "cancel"],
    [cancel, "no cancel it"],
    [cancel, "yes cancel the other order"],
    [cancel, "yes cancel order L-21516"],
    [cancel, "yes cancel it and refund me"],
    [cancel, "yes cancel the sneaker"],
    [cancel, "yes cancel both orders"],
    [cancel, "yes cancel all my orders"],
    [cancel, "yes cancel it if it is not sent yet"],
    [cancel, "yes cancel?"],
    [cancel, "did you cancel it, yes"],
    [cancel, "do not cancel it, ok"],
    [cancel, "ok don't cancel it"],
    [cancel, "don't cancel the other order"],
    [cancel, "why don't you cancel it"],
    [cancel, "don't wait, cancel it"],
    [cancel, "yes but cancel only one"],
    [cancel, "yes refund it"],
    [refund, "yes refund $20"],
    [refund, "yes refund 20"],
    [refund, "yes cancel it"],
    [refund, "yes refund to another card"],
    [move, "yes another time"],
    [move, "yes, move it to Monday"],
    [exchange, "yes another size"],
    [exchange, "yes size 33"],
    [exchange, "yes exchange it for size 36"],
    [german, "ja, bitte nicht stornieren"],
    [german, "ja ja, stornieren"],
    [german, "stornieren"],
  ])("%j: %s", ({ title, text }, said) => {
    expect(readRepeated(said, { title, text })).toBeNull();
  });
});
