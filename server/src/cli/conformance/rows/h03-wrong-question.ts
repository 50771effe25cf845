import { codeOf } from "../probe-world.ts";
import { act, change, holds, same, type Row } from "../row.ts";

export const wrongQuestion: Row = {
  id: "H3",
  title: "an answer reaches its own question or none",
  play: async (world) => {
    const { probe } = world;
    const [refund, address] = [probe.record("confirm"), probe.record("confirm")];
    const caseId = await world.opens([act(refund, 4_700)]);
    await world.pause(caseId);
    await world.wants(caseId, [change(address, 1)]);
    const [one, two] = await world.pauses(caseId, 2);
    if (one === undefined || two === undefined) throw new Error("Not two pauses.");
    holds("ids and digests differ", one.pauseId !== two.pauseId && one.digest !== two.digest);

    const before = (await world.case(caseId)).pauses;
    const wrong = await world.answer({ ...one, digest: two.digest }, "yes");
    same("another's digest", codeOf(wrong), "PUR-4001");
    holds(
      "the refusal lists what is open",
      [one, two].every(({ pauseId }) => JSON.stringify(wrong.body).includes(pauseId)),
    );
    holds(
      "no pause is named by nothing",
      (await world.ask("POST", "/v1/pauses//answer", { digest: one.digest, decision: "yes" })).status >= 400,
    );
    same("after refusals", (await world.case(caseId)).pauses, before);

    await world.mayDie();
    await world.says(caseId, "yes");
    await world.until("she is asked which", async () =>
      (await world.told(caseId)).some((text) => text.includes("Which one")),
    );
    same("after an unclear yes", (await world.case(caseId)).pauses, before);
    const question = (await world.told(caseId)).findLast((text) => text.includes("Which one")) ?? "";
    holds("each is named by its effect", question.includes("4700") && question.includes(address));

    // In reverse order, the second by its number and the first by the plain yes that is now clear.
    await world.mayDie();
    await world.says(caseId, "Yes to 2.");
    await world.until("the second is done", async () => probe.actsOn(address).length === 1);
    await world.quiet();
    same("the first", [probe.actsOn(refund).length, (await world.case(caseId)).pauses.length], [0, 1]);
    await world.says(caseId, "yes");
    await world.untilStatus(caseId, "resolved");
    same(
      "effects",
      [refund, address].map((id) => probe.actsOn(id).length),
      [1, 1],
    );
  },
};
