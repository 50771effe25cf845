import { describe, expect, test } from "vitest";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { People } from "../../server/src/blueprint/settings/people.ts";
import { lead, otherLead, PauseWorld, refusalOf, teammate } from "./pause-world.ts";

const amountMinor = 15_000;

/** Policies under which every approval has to be two people's: an answer that rests on one counts as refused. */
function twice(blueprint: Blueprint): Blueprint {
  const { policies } = blueprint;
  const ask: typeof policies.ask = (question) => {
    const answer = policies.ask(question);
    const { approved, approvals = 1 } = question.assurance;
    const isTooFew = question.action === "refund_order" && approved && approvals < 2;
    return isTooFew ? { ...answer, isPermitted: false, permits: [] } : answer;
  };
  return { ...blueprint, policies: { ...policies, ask } };
}

async function openApproval(people: People = {}): Promise<PauseWorld> {
  const world = await PauseWorld.open("confirm-then-approve", {
    blueprint: (blueprint) => {
      const changed = twice(blueprint);
      return { ...changed, settings: { ...changed.settings, people } };
    },
    amountMinor,
  });
  await world.says("yes");
  await world.pass();
  return world;
}

describe("what two different people have to approve", () => {
  test("is done once both have, and not before; each is told of the other", async () => {
    const world = await openApproval();
    const first = await world.pause();
    expect(first.shown.reasons).toContain("Two different people have to approve this.");
    await world.answers(first, "yes", lead);
    await world.pass();
    expect(world.refunds).toEqual([]);
    const second = await world.pause();
    expect(second.pauseId).not.toBe(first.pauseId);
    expect(second.expiresAt).toBe(first.expiresAt);
    expect(second.shown.reasons).toContain(`${lead.id} has approved this; a second person has to.`);
    await world.answers(second, "yes", otherLead);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor }]);
    expect((await world.told()).filter((text) => text.includes("A colleague has to approve this"))).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test("is not approved by one person twice; the attempt is on record, and their no still counts", async () => {
    const world = await openApproval();
    await world.answers(await world.pause(), "yes", lead);
    await world.pass();
    const second = await world.pause();
    expect(await refusalOf(world.answers(second, "yes", lead))).toBe("PUR-2150");
    expect((await world.events()).at(-1)).toMatchObject({ kind: "note.added", body: { by: lead.id } });
    expect(await world.pauseState(second.pauseId)).toBe("open");
    expect(await refusalOf(world.answers(second, "no", lead))).toBe("");
    await world.pass();
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("is off when the second never answers, and the first approval is worth nothing after that", async () => {
    const world = await openApproval();
    await world.answers(await world.pause(), "yes", lead);
    await world.pass();
    await world.pass(25);
    expect((await world.now()).row.status).toBe("handed-off");
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("is asked anew when an approver has lost the role by the time it is to be done", async () => {
    const people: Record<string, People[string]> = {
      [lead.id]: { name: "Lead", role: "lead" },
      [otherLead.id]: { name: "Other", role: "lead" },
    };
    const world = await openApproval(people);
    const first = await world.pause();
    await world.answers(first, "yes", lead);
    await world.pass();
    const second = await world.pause();
    await world.answers(second, "yes", otherLead);
    people[lead.id] = { name: "Lead", role: "teammate" };
    await world.pass();
    expect(world.refunds).toEqual([]);
    expect(await world.kinds()).not.toContain("call.started");
    expect(await world.pauseState(first.pauseId)).toBe("superseded");
    expect(await world.pauseState(second.pauseId)).toBe("superseded");
    expect((await world.pause()).kind).toBe("confirm");
    expect(await world.violations()).toEqual([]);
  });
});

describe("whoever had a hand in a proposal", () => {
  test("never approves it, also not when somebody else has edited it since", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    const toApproval = async () => {
      await world.says("yes");
      await world.pass();
      return world.pause();
    };
    await world.answers(await toApproval(), "edit", lead, { amountMinor: 10_500 });
    await world.pass();
    await world.answers(await toApproval(), "edit", otherLead, { amountMinor: 10_600 });
    await world.pass();
    const approval = await toApproval();
    expect(approval.shown.text).toContain("$106.00");
    expect(await refusalOf(world.answers(approval, "yes", otherLead))).toBe("PUR-4004");
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4004");
    await world.answers(approval, "yes", { id: "tm_third", role: "lead" });
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 10_600 }]);
    expect(await world.violations()).toEqual([]);
  });

  test("and whoever is not among the people of the blueprint approves nothing, whatever their key says", async () => {
    const world = await PauseWorld.open("confirm-then-approve", {
      blueprint: (blueprint) => ({
        ...blueprint,
        settings: { ...blueprint.settings, people: { [teammate.id]: { name: "Junior", role: "lead" } } },
      }),
    });
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4004");
    await world.answers(approval, "yes", teammate);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
  });
});
