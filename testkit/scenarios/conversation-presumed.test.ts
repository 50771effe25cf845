import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

const wish = "turn on text messages please";

describe("who most likely asks for one change", () => {
  test("is shown what exactly would be done, and nothing is done before her yes", async () => {
    const asked = await converse("pendingOrder", wish);
    expect(asked.said).toEqual([
      "Change your preferences: text messages on? Shall I go ahead? Please answer yes or no.",
    ]);
    expect(asked.calls).toEqual([]);
    const { said, calls } = await converse("pendingOrder", wish, "yes");
    expect(said).toHaveLength(2);
    expect(calls).toEqual(["update_preferences"]);
  });

  test("says yes once to all that belongs to it", async () => {
    const { said, calls } = await converse(
      "wrongSize",
      "I chose the 4Y and there is a 3Y in the parcel, the right one please",
      "yes",
    );
    expect(said[0]).toMatch(/^Exchange the [^?]* at no charge\? Shall I go ahead\?/);
    expect(said).toHaveLength(2);
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });

  test("is asked for other words where it was presumed wrongly, once", async () => {
    const { said, calls } = await converse("pendingOrder", wish, "no", "no thanks");
    expect(said[1]).toBe(
      "All right, I have left everything as it is. Please tell me in other words what I can do for you.",
    );
    expect(said[2]).toBe("All right, I have left everything as it is.");
    expect(calls).toEqual([]);
  });

  test.each(["I meant the newsletter", "turn on my text messages", "what does it cost?"])(
    "has not said yes when she writes: %s",
    async (text) => {
      const { calls } = await converse("pendingOrder", wish, text);
      expect(calls).toEqual([]);
    },
  );

  test("corrects it before it is done", async () => {
    const { said, calls } = await converse(
      "pendingOrder",
      "can it go to 5 Main Street, Dover, DE 19901",
      "no, to 7 Main Street, Dover, DE 19901",
      "yes",
    );
    expect(said[1]).toMatch(/^Change the delivery address of order L-\d{5} to 7 Main Street/);
    expect(calls).toEqual(["change_address"]);
  });

  test("is told why it cannot be, without a question before", async () => {
    const { said, calls } = await converse("planPlus", "take my subscription off hold");
    expect(said[0]).toContain("Only an outfit box that is paused can be resumed.");
    expect(calls).toEqual([]);
  });

  test("what goes to a teammate unseen by her is asked about first", async () => {
    const { said } = await converse(
      "pendingOrder",
      "I expect something for the trouble I had with my order, it was annoying",
    );
    expect(said[0]).not.toMatch(/Shall I go ahead/);
  });
});
