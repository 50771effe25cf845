import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, ways, type TestWorld } from "../test-world.ts";

for (const { way, open } of ways) {
  describe(`mail, ${way}`, () => {
    let world: TestWorld;
    const mail = () => customerAt(world.client("mail"), world.landmarks.wrongSize.customerRef);
    const send = (messageId: string, text = "Your label is attached.") =>
      mail().post("/messages", {
        body: {
          messageId,
          to: "someone@example.com",
          subject: "Your label",
          text,
          attachments: [{ name: "label.pdf", url: "https://labels.example.com/LB-10001.pdf" }],
        },
      });

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("accepts a Message-ID once, whatever the second one says, also a year later", async () => {
      const first = await send("a@larkspur.example");
      world.clock.advance(365 * 86_400_000);
      expect(await send("a@larkspur.example", "Something else.")).toEqual(first);
      const found = bodyOf(await mail().get("/messages?messageId=a@larkspur.example"));
      expect(at(found, "messages")).toHaveLength(1);
      expect(at(found, "messages", 0, "text")).toBe("Your label is attached.");
      expect(effectsInShort(world.systems.mail.ledger.effects)).toEqual(["sent effect", "sent noop"]);
    });

    test("sends another Message-ID as another mail", async () => {
      await send("a@larkspur.example");
      await send("b@larkspur.example");
      expect(at(bodyOf(await mail().get("/messages")), "messages")).toHaveLength(2);
    });

    test("refuses an address and a Message-ID that are none", async () => {
      expect(refusalOf(await send("two words@larkspur.example"))).toBe("400 malformed");
      const body = { messageId: "a@b.example", to: "nobody", subject: "s", text: "t" };
      expect(refusalOf(await mail().post("/messages", { body }))).toBe("400 malformed");
    });

    test("cannot call a mail back", async () => {
      await send("a@larkspur.example");
      expect(refusalOf(await mail().delete("/messages/a@larkspur.example"))).toBe("404 no-such-route");
    });
  });
}
