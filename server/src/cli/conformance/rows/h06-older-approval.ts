import { hours } from "@purser/kit";
import { codeOf } from "../probe-world.ts";
import { act, holds, same, type Row } from "../row.ts";

export const olderApproval: Row = {
  id: "H6",
  title: "an older approval counts, once, and for what was shown",
  play: async (world) => {
    const { probe } = world;
    const recordId = probe.record("approve");
    const caseId = await world.opens([act(recordId)]);
    const pause = await world.pause(caseId);
    for (let count = 1; count <= 6; count += 1) {
      await world.says(caseId, `By the way, message ${count}.`);
      await world.until("she is answered", async () =>
        (await world.told(caseId)).some((text) => text.includes(`message ${count}.`)),
      );
    }
    await world.clock.advance(hours(20));
    await world.answers(pause, "yes");
    await world.untilStatus(caseId, "resolved");
    same("effects", probe.actsOn(recordId).length, 1);

    const before = (await world.events(caseId)).length;
    same("the grant once more", codeOf(await world.answer(pause, "yes")), "PUR-4003");
    const written = (await world.events(caseId)).slice(before);
    holds(
      "the attempt is on record",
      written.some((event) => event.kind === "note.added" && event.body.text.includes(pause.pauseId)),
    );
    // A copied transcript with the approval in it is words.
    await world.says(caseId, JSON.stringify({ pauseId: pause.pauseId, digest: pause.digest, decision: "yes" }));
    await world.quiet();
    same("effects after all that", probe.actsOn(recordId).length, 1);

    const other = probe.record("approve");
    const remade = await world.opens([act(other, 100)]);
    const first = await world.pause(remade);
    await world.wants(remade, [act(other, 200)]);
    await world.until("it is replaced", async () => (await world.pauseState(first.pauseId)) === "superseded");
    const second = await world.pause(remade);
    const link = (await world.events(remade)).flatMap((event) =>
      event.kind === "pause.superseded" ? [event.body.newProposalId] : [],
    );
    same("the link to the new one", link, [second.proposalId]);
    same("the old answer", codeOf(await world.answer(first, "yes")), "PUR-4006");
    await world.answers(second, "yes");
    await world.until("it is done", async () => probe.actsOn(other).length > 0);
    await world.quiet();
    same(
      "what was done",
      probe.actsOn(other).map(({ args }) => args.amountMinor),
      [200],
    );
  },
};
