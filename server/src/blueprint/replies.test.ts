import { describe, expect, test } from "vitest";
import { fillReply } from "./replies.ts";
import { settingsSchema } from "./settings/settings.ts";

const settings = settingsSchema.parse({ name: "Shop", currency: "USD", locale: "en-US" });
const reply = (text: string) => ({ name: "hello", title: "Hello", text });

describe("a canned reply", () => {
  test("shows what the case knows, in the shop's currency", () => {
    const filled = fillReply(
      reply("Dear {{ customer.ref }}, {{ refund.amountMinor | money }} for {{order.id}}."),
      { "customer.ref": "LC-1", "refund.amountMinor": 4700, "order.id": "L-1" },
      settings,
    );
    expect(filled).toMatchObject({ text: "Dear LC-1, $47.00 for L-1.", missing: [] });
  });

  test("has brackets where the case knows nothing, so that nobody sends a hole without seeing it", () => {
    const text = "About {{ order.id }}: {{ refund.amountMinor | money }} and {{ order.id }}.";
    expect(fillReply(reply(text), { "order.id": null }, settings)).toMatchObject({
      text: "About [order id]: [refund amountMinor] and [order id].",
      missing: ["order.id", "refund.amountMinor"],
    });
  });

  test("takes what a customer has said as text, whatever it looks like", () => {
    const values = { "customer.ref": "{{ shop.name }} <b>" };
    expect(fillReply(reply("Dear {{ customer.ref }}"), values, settings).text).toBe("Dear {{ shop.name }} <b>");
  });
});
