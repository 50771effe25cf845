import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("a short question while she is asked to confirm something", () => {
  test.each([
    ["until when?", /^It stays paused until you want it again/],
    ["and for how long?", /^It stays paused until you want it again/],
    ["can I resume any time?", /^It stays paused until you want it again/],
    ["is that free?", /^The pause costs you nothing/],
    ["how much will I get?", /^A pause pays nothing back: .* until Saturday, March 7/],
    ["which card?", /^A pause pays nothing back/],
    ["what time?", /^This is all that I know of it: Pause your plus outfit box\?/],
    ["on which day?", /^The pause begins at once\./],
  ])("is about that and nothing else, and her yes still counts: %s", async (question, answer) => {
    const { said, calls } = await converse("planPlus", "pause my outfit box please", question, "yes");
    expect(said[1]).toMatch(answer);
    expect(said[1]).toMatch(/Please answer yes or no\.$/);
    expect(said[1]).not.toContain("Source:");
    expect(calls).toEqual(["pause_subscription"]);
  });

  test("may follow another, and another", async () => {
    const questions = ["until when?", "what time?", "is that free?", "what time?", "what time?", "what time??"];
    const { said, calls } = await converse("planPlus", "pause my outfit box please", ...questions, "yes");
    expect(said.join("\n")).not.toContain("Source:");
    expect(calls).toEqual(["pause_subscription"]);
  });

  test("is answered from the time that she is asked about", async () => {
    const { said, calls } = await converse(
      "appointment",
      "cancel my fitting",
      "what time is it?",
      "is there a fee?",
      "yes",
    );
    expect(said[1]).toMatch(/^It is the one on \w+, February \d+ at /);
    expect(said[2]).toMatch(/^It costs you nothing\./);
    expect(calls).toEqual(["cancel_appointment"]);
  });
});
