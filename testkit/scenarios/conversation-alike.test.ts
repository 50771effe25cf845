import { beforeAll, describe, expect, test } from "vitest";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import { converse, converseWith, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

type Line = WorldData["oms"]["orders"][string]["lines"][number];

/** Her order of the striped shirt, which is her only one then, holds a second piece that differs from the first in this. */
function withSecond(other: Partial<Line>): (data: WorldData) => void {
  return ({ oms, payments }) => {
    const order = Object.values(oms.orders).find(({ orderId }) => orderId === "L-24961");
    const charge = Object.values(payments.charges).find(({ orderId }) => orderId === "L-24961");
    const [shirt] = order?.lines ?? [];
    if (order === undefined || charge === undefined || shirt === undefined) throw new Error("There is no such order.");
    for (const { orderId, customerRef } of Object.values(oms.orders))
      if (customerRef === order.customerRef && orderId !== order.orderId) delete oms.orders[orderId];
    order.lines.push({ ...shirt, lineId: "2", ...other });
    order.paidMinor += shirt.unitPriceMinor;
    charge.amountMinor += shirt.unitPriceMinor;
  };
}

const inTwoSizes = withSecond({ sizeOrdered: "4-5Y", sizeShipped: "4-5Y" });
const inTwoColors = withSecond({ sku: "NEST-SKY", name: "Nest striped shirt, sky" });

describe("who has two things of one name in an order", () => {
  test.each([
    ["4-5Y", "shirt, rust, size 4-5Y"],
    ["the first one", "shirt, rust, size 2-3Y"],
    ["2", "shirt, rust, size 4-5Y"],
  ])("is asked which, with what tells them apart, and says it: %s", async (answer, meant) => {
    const { said } = await converseWith({ plant: inTwoSizes }, "twoOrders", "I'd like to return the shirt", answer);
    expect(said[0]).toMatch(/\(1\) Nest striped shirt, rust, size 2-3Y\. \(2\) Nest striped shirt, rust, size 4-5Y\.$/);
    expect(said[1]).toContain(`Return the Nest striped ${meant} of order L-24961`);
  });

  test("tells them apart by the color", async () => {
    const texts = ["I'd like to return the shirt", "the sky one", "yes"];
    const { said, calls } = await converseWith({ plant: inTwoColors }, "twoOrders", ...texts);
    expect(said[2]).toContain("the prepaid return label for Nest striped shirt, sky");
    expect(calls).toEqual(["create_return", "create_label", "send_label"]);
  });

  test("names the size of the one that she means, which is not the size that she wants", async () => {
    const texts = ["please swap the shirt for 6-7Y", "the 4-5Y one"];
    const { said, calls } = await converseWith({ plant: inTwoSizes }, "twoOrders", ...texts);
    expect(said[1]).toContain("Nest striped shirt, rust in size 6-7Y is on its way");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });

  test("is asked nothing where she has said which", async () => {
    const texts = ["I want to send back the shirt in 4-5Y"];
    const { said } = await converseWith({ plant: inTwoSizes }, "twoOrders", ...texts);
    expect(said[0]).toMatch(/^Return the Nest striped shirt, rust, size 4-5Y of order/);
  });
});

describe("who names several things in one breath", () => {
  test.each([
    "exchange the cardigan to 6-7Y, shirt to 4-5Y",
    "exchange the cardigan to 6-7Y & shirt to 4-5Y",
    "cardigan to 6-7Y, shirt to 4-5Y please, both are the wrong size",
  ])("has each exchanged for the size of its own clause: %s", async (text) => {
    const { said, calls } = await converse("twoOrders", text, "yes", "yes");
    expect(said.join("\n")).toContain("Meadow cardigan, oat in size 6-7Y is on its way");
    expect(said.at(-1)).toContain("Nest striped shirt, rust in size 4-5Y is on its way");
    expect(calls.filter((name) => name === "create_exchange")).toHaveLength(2);
  });

  test("but wants another thing for each, is asked whether it is both, and gets each for its own", async () => {
    const text =
      "the shirt has a hole and the cardigan is too big, i want my money for the shirt and 6-7Y for the cardigan";
    const { said, calls } = await converse("twoOrders", text, "yes", "6-7Y please");
    expect(said[0]).toMatch(/Is it all of this: \(1\) your money back; \(2\) the same item in another size\?/);
    expect(said[1]).toMatch(/^Done: \$18\.00 for order L-24961/);
    expect(said.at(-1)).toContain("Meadow cardigan, oat in size 6-7Y is on its way");
    expect(calls).toEqual(["refund_order", "create_exchange", "create_label", "send_label"]);
  });

  test("has another wish for the same thing that she was just offered something for, and not one more of it", async () => {
    const texts = [
      "My bank shows two payments of 18 dollars to Larkspur. Did I accidentally order twice?",
      "yes",
      "thank you!! one more thing - the shirt is too small, can I get 8-9Y",
      "yes please",
    ];
    const { calls } = await converse("chargedTwice", ...texts);
    expect(calls).toEqual(["refund_order", "add_crm_note", "create_exchange", "create_label", "send_label"]);
  });
});

describe("who puts one word in the place of another", () => {
  test.each(["wait its 24 not 22", "sorry, not 22 but 24", "24 instead of 22 please"])(
    "has what was done with it done anew: %s",
    async (text) => {
      const texts = ["can you change where my order goes? we moved", "22 Maple Street, Albany NY 12203", text];
      const { said, calls } = await converse("pendingOrder", ...texts);
      expect(said.at(-1)).toBe("Done: order L-21515 now goes to 24 Maple Street, Albany, NY, 12203, US.");
      expect(calls).toEqual(["change_address", "change_address"]);
    },
  );
});

describe("while something is open", () => {
  test("has both cancelled where she was asked about one of two that were listed", async () => {
    const { calls } = await converse(
      "twoPending",
      "i ordered the wrong thing, cancel pls",
      "the shoes",
      "cancel both then",
      "yes",
      "yes",
    );
    expect(calls).toEqual(["cancel_order", "refund_order", "cancel_order", "refund_order"]);
  });

  test("is answered what she asks in polite words, and what is open stays open", async () => {
    const texts = ["we cant make it on the fitting day, kid has fever", "yes", "can you also tell me where to park"];
    const { said } = await converse("appointment", ...texts);
    expect(said.at(-1)).toMatch(/^All stores have a ramp[^]*Which day and time suit you\?$/);
  });

  test("is answered whether she may do something later, and what she is to confirm stays open", async () => {
    const { said, calls } = await converse(
      "planFree",
      "i want to get the basic box",
      "ok and can i cancel any time?",
      "yes",
    );
    expect(said[1]).toMatch(/^You can cancel the outfit box at any time\.[^]*Please answer yes or no\.$/);
    expect(calls).toEqual(["change_plan", "set_membership"]);
  });

  test("is told of another color where she has just read that her size is sold out", async () => {
    const texts = ["you sent me size 27 rain boots but I ordered 29", "hm. do you have them in another colour?", "yes"];
    const { said, status } = await converse("wrongSizeOutOfStock", ...texts);
    expect(said[1]).toMatch(/another color is for a colleague to arrange\. Shall I pass you on\?/);
    expect(status).toBe("handed-off");
  });

  test("and begins with what went wrong, told with the size that she had ordered, sees what would be done", async () => {
    const texts = ["got the sneakers today and they're a 27, i had ordered 29. bit annoyed tbh", "yes"];
    const { said, calls } = await converse("wrongSize", ...texts);
    expect(said[0]).toMatch(/^Exchange the Starling sneaker, blue of order L-14497 for size 29, at no charge\?/);
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });

  test("has her words count that name one of the two that she is asked about, whatever she wrote before", async () => {
    const texts = ["I booked a fitting but I forgot when it is", "can i move it to thursday", "the 10 am one", "yes"];
    const { said, calls } = await converse("appointment", ...texts);
    expect(said.at(-1)).toMatch(/^Done: your fitting is now on Thursday, February 12 at 10:00 AM/);
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("says yes with the name of what she is asked", async () => {
    const texts = ["I want to stop the box", "oh wait, can i just pause it?", "yes pause", "yes"];
    const { calls } = await converse("planBasic", ...texts);
    expect(calls).toEqual(["pause_subscription"]);
  });
});

test("who begins with a word that would be a no is asked what she means by it", async () => {
  const { said } = await converse("pendingOrder", "cancel");
  expect(said[0]).toContain("your order, cancelled before it leaves");
});

describe("who wants both", () => {
  test("of what she has only looked at so far, has each sent back, and reads each time what it is", async () => {
    const texts = ["where is my order", "the cardigan one", "and the shirt?", "ok. can I return both", "yes", "yes"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/^It is arranged: the prepaid return label for Meadow cardigan, oat [^]*\$47\.00/);
    expect(said.join("\n")).not.toContain("has not been scanned");
    expect(calls.filter((name) => name === "create_return")).toHaveLength(2);
  });
});
