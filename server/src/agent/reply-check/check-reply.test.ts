import { callKeySchema, currencySchema, formatMoney } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkReply } from "./check-reply.ts";
import type { Deed, Evidence } from "./evidence.ts";
import { deliveredOrder, noEvidence, someKey as key } from "./test-evidence.ts";

const settings = { currency: currencySchema.parse("USD"), locale: "en-US", timeZone: "America/New_York" };

/** An order that was delivered, exchanged, and whose label was mailed. */
const exchanged: Evidence = {
  ...noEvidence,
  facts: [
    ...deliveredOrder,
    { path: "knowledge.answer.quote", value: "Returns are free of charge within 30 days. Shipping is $5.95." },
  ],
  herWords: ["My order is L-99999, I was promised $500 back by March 3"],
  done: [
    { key, words: ["create_exchange", "Exchange an item for another size", "created"], isUndone: false },
    { key: null, words: ["send_label", "Mail the return label", "sent"], isUndone: false },
  ],
  settings,
};
const nothingDone: Evidence = { ...exchanged, done: [] };
const check = (text: string, evidence = exchanged) =>
  checkReply({ text, claims: [] }, evidence).map(({ kind }) => kind);

describe("a reply may say", () => {
  test.each([
    "I have exchanged it for you: Starling sneaker, blue in size 29 will be with you by Friday, February 13.",
    "I have mailed you the return label for order L-14497.",
    "The label has been sent.",
    "The price was $54.00, that is 54 dollars.",
    "Your order was delivered 3 days ago.",
    "Returns are free of charge within 30 days, and shipping is $5.95.",
    "I cannot find an order L-99999 of yours.",
    "Do you still need it by March 3?",
    "I have not refunded anything.",
    "Once it has been refunded you would read it here.",
    "Which size do you need? We have size 28 and 30.",
    "Has it been refunded already?",
    "I can refund it or exchange it. What would you like?",
    "Nothing has been changed.",
    "I'm sorry for the trouble today.",
    "I looked at your order and found the pair. You need to show who you are first.",
    "It can be refunded, exchanged or replaced. Which would you like?",
    "Your order has been delivered.",
    "Your new pair will arrive by Friday, and you can expect it then.",
    "I checked two pairs; size 29 is there.",
    "It was placed by you, order number 14497.",
    "I am looking at it. You are not eligible yet.",
  ])("“%s”", (text) => {
    expect(check(text)).toEqual([]);
  });

  test("that a person has the case when it is handed over", () => {
    const text = "I have passed this on to a colleague.";
    expect(check(text)).toEqual(["claim"]);
    expect(check(text, { ...exchanged, isHandedOver: true })).toEqual([]);
  });

  test("that somebody comes back to her where a clock is set for it, or a person has the case", () => {
    const text = "I will look into it and get back to you.";
    expect(check(text, { ...nothingDone, comesBack: true })).toEqual([]);
    expect(check("A colleague will contact you.", { ...nothingDone, isHandedOver: true })).toEqual([]);
  });

  test("that what was done was processed, and not that something else was", () => {
    expect(check("Your exchange has been processed.")).toEqual([]);
    expect(check("Your refund has been processed.")).toEqual(["claim"]);
  });

  test("a time of day that a fact has, as it is in the shop's time zone", () => {
    const facts = [{ path: "slot.startsAt", value: "2026-02-13T15:30:00.000Z" }];
    expect(check("It is at 10:30 am.", { ...nothingDone, facts })).toEqual([]);
    expect(check("It is at 3:30 pm.", { ...nothingDone, facts })).toEqual(["date"]);
  });

  test("that something will be done while it is under way", () => {
    const refund: Deed = { key: null, words: ["refund_order", "Refund an order"], isUndone: false };
    expect(check("I will refund it.")).toEqual(["promise"]);
    expect(check("I will refund it.", { ...exchanged, underWay: [refund] })).toEqual([]);
  });
});

describe("a reply may not say", () => {
  test.each([
    ["You will get $54.01.", "amount"],
    ["You were promised $500, and you have it.", "amount"],
    ["That is 54,00 € or 60 EUR.", "amount"],
    ["I can give you fifty dollars.", "amount"],
    ["There is 20% off for you.", "amount"],
    ["It comes on February 14.", "date"],
    ["It comes on 2026-02-20.", "date"],
    ["It comes next Wednesday.", "date"],
    ["The money arrives in 5 business days.", "duration"],
    ["Your order L-14498 is fine.", "number"],
    ["The tracking number is 1Z999AA10123456784.", "number"],
    ["It went to your card ending in 4242.", "number"],
    ["Call us at +1 555 010 9999.", "number"],
    ["Write to boss@evil.example.", "address"],
    ["See https://evil.example/refund for it.", "address"],
    ["I have refunded your order.", "claim"],
    ["I've already cancelled it.", "claim"],
    ["We just credited your account.", "claim"],
    ["Your account has been closed.", "claim"],
    ["The refund has now been issued and your plan was changed.", "claim"],
    ["I guarantee that.", "promise"],
    ["You will be refunded in full.", "promise"],
    ["I'll send you a voucher.", "promise"],
    ["There is a coupon for you.", "promise"],
    ["It is all on the house.", "promise"],
    // As models say it, in the published conversations and elsewhere.
    ["Your refund has been processed.", "claim"],
    ["Your refund has been approved.", "claim"],
    ["I processed your refund.", "claim"],
    ["I have submitted your refund request.", "claim"],
    ["The refund went through.", "claim"],
    ["Refund issued!", "claim"],
    ["Good news: refunded!", "claim"],
    ["Consider it refunded.", "claim"],
    ["I, personally, refunded you.", "claim"],
    ["I've gone ahead and cancelled it.", "claim"],
    ["Your cancellation is confirmed.", "claim"],
    ["Your money is back on your card.", "claim"],
    ["I put the money back on your card.", "claim"],
    ["We transferred the money.", "claim"],
    ["I have upgraded your plan.", "claim"],
    ["I've extended your return window.", "claim"],
    ["I am refunding you now.", "promise"],
    ["We're issuing the refund.", "promise"],
    ["I hereby refund you.", "promise"],
    ["We will process your refund.", "promise"],
    ["I'll make sure you get your money back.", "promise"],
    ["You can expect a refund.", "promise"],
    ["A refund is coming.", "promise"],
    ["I will look into it and get back to you.", "promise"],
    ["A colleague will contact you.", "promise"],
    ["You're entitled to a refund.", "promise"],
    ["You can keep the shoes.", "promise"],
    ["You won't be charged again.", "promise"],
    ["There is no extra charge.", "promise"],
    ["You get it for half price.", "promise"],
    ["That is 99 rupees.", "amount"],
    ["That is ₹500.", "amount"],
    ["You get 154.99 for it.", "amount"],
    ["There is a refund of 150 for you.", "amount"],
    ["It takes a few days.", "duration"],
    ["It takes 48 hrs.", "duration"],
    ["It is there in a couple of weeks.", "duration"],
    ["It's with you by the end of the week.", "duration"],
    ["You have it by 5 pm.", "date"],
    ["You have it by 17:00.", "date"],
    ["Your order number 449 is fine.", "number"],
    ["Your order #98 765 is fine.", "number"],
  ])("“%s”: the %s is not proved", (text, kind) => {
    expect(check(text)).toContain(kind);
  });

  test.each([
    "It's all taken care of.",
    "Everything is arranged!",
    "I have exchanged it.",
    "Your new pair is on its way.",
    "I have e-mailed the label.",
    "All done: it has been exchanged.",
  ])("“%s” where nothing was done", (text) => {
    expect(check(text)).toEqual([]);
    expect(check(text, nothingDone)).toContain("claim");
  });

  test("that what was taken back is done, but that it was taken back", () => {
    const undone = { ...exchanged, done: exchanged.done.map((deed) => ({ ...deed, isUndone: true })) };
    expect(check("I have exchanged it.", undone)).toContain("claim");
    expect(check("I have undone it.", undone)).toEqual([]);
  });

  test("that a call is done that the log does not have", () => {
    const other = callKeySchema.parse("2".repeat(52));
    const found = checkReply({ text: "Here you are.", claims: [key, other] }, exchanged);
    expect(found).toMatchObject([{ kind: "claim", words: other }]);
  });

  test.each(["You will get \u200B$\u200B7\u200B7.", "You will get ＄７７.", "I ha\u200Bve refun\u00ADded it."])(
    "what is hidden behind other characters: “%s”",
    (text) => {
      expect(check(text)).not.toEqual([]);
    },
  );
});

describe("of any facts", () => {
  const minor = fc.integer({ min: 1, max: 5_000_000 });
  const frame = fc.constantFrom(
    (text: string) => `It is ${text}.`,
    (text: string) => `${text}, as far as I can see`,
    (text: string) => `Hello! (${text})`,
  );

  test("an amount passes in the form that people write it, and no other amount does", () => {
    fc.assert(
      fc.property(minor, minor, frame, (has, says, framed) => {
        const facts = [{ path: "order.paidMinor", value: has }];
        const evidence: Evidence = { ...nothingDone, herWords: [], facts };
        const found = check(framed(formatMoney(says, "USD")), evidence).filter((kind) => kind === "amount");
        return has === says ? found.length === 0 : found.length === 1;
      }),
      {
        examples: [
          [100, 100, (text) => text],
          [123_456, 123_456, (text) => text],
        ],
      },
    );
  });

  test("an order number passes, and no other does", () => {
    const number = fc.integer({ min: 10_000, max: 99_999 });
    fc.assert(
      fc.property(number, number, frame, (has, says, framed) => {
        const facts = [{ path: "order.id", value: `L-${has}` }];
        const evidence: Evidence = { ...nothingDone, herWords: [], facts };
        const found = check(framed(`order L-${says}`), evidence).filter((kind) => kind === "number");
        return has === says ? found.length === 0 : found.length > 0;
      }),
    );
  });

  test("a day passes in the form that people write it, and no day of another month does", () => {
    const day = fc.integer({ min: 1, max: 300 }).map((offset) => new Date(Date.UTC(2026, 1, 11 + offset)));
    const format = new Intl.DateTimeFormat("en-US", {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
    fc.assert(
      fc.property(day, day, (has, says) => {
        const value = has.toISOString().slice(0, 10);
        const evidence: Evidence = { ...nothingDone, herWords: [], facts: [{ path: "delivery.by", value }] };
        const found = check(`It is planned for ${format.format(says)}.`, evidence).includes("date");
        return has.getTime() === says.getTime() ? !found : has.getUTCMonth() === says.getUTCMonth() || found;
      }),
    );
  });

  test("any text is checked without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        expect(Array.isArray(check(text))).toBe(true);
      }),
    );
  });
});
