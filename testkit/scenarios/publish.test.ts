import { hashSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { listOlderVersions, publish } from "../../server/src/conversations/publish.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { lead, PauseWorld, refusalOf } from "./pause-world.ts";

const nothingRenamed = { procedures: {} };
const newHash = hashSchema.parse("e".repeat(64));

async function newVersion(change: (blueprint: Blueprint) => Blueprint = (blueprint) => blueprint): Promise<Blueprint> {
  return { ...change(await larkspurOnce()), hash: newHash };
}

function withoutRefunds(blueprint: Blueprint): Blueprint {
  const actions = new Map([...blueprint.toolbox.actions].filter(([name]) => name !== "refund_order"));
  return { ...blueprint, toolbox: { ...blueprint.toolbox, actions } };
}

/** A case that waits for a lead under one version, and what publishing another does to it. */
async function openApproval(to: Blueprint) {
  const world = await PauseWorld.open("confirm-then-approve", { known: [to] });
  await world.says("yes");
  await world.pass();
  const approval = await world.pause();
  const { desk } = world.simulation;
  const older = await listOlderVersions(to, nothingRenamed, desk);
  const published = async (wish: "keep" | "migrate" | "hand-off") => {
    const done = await publish(to, { older, wish, mapping: nothingRenamed, by: "tm_lead" }, desk);
    await world.pass();
    return done;
  };
  return { world, approval, older, published };
}

describe("a version that is published", () => {
  test("lists the cases that wait on older ones, with what each waits for", async () => {
    const { world, approval, older } = await openApproval(await newVersion());
    expect(older).toEqual([
      {
        hash: world.simulation.blueprint.hash,
        cases: [
          {
            caseId: world.caseId,
            status: "waiting",
            pauses: [{ pauseId: approval.pauseId, title: approval.shown.title, mayAnswer: "lead" }],
            cannotMigrate: [],
          },
        ],
      },
    ]);
  });

  test("leaves a case that is kept as it was: its open question, its version and what is then done", async () => {
    const { world, approval, published } = await openApproval(await newVersion());
    expect(await published("keep")).toEqual({ migrated: 0, refused: [], handedOff: 0 });
    expect(await world.simulation.store.publishedBlueprint("main")).toBe(newHash);
    expect(await world.pause()).toEqual(approval);
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    expect((await world.now()).state.blueprintHash).toBe(world.simulation.blueprint.hash);
    expect(await world.violations()).toEqual([]);
  });

  test("asks anew in a case that is migrated: an answer to the old question is worth nothing", async () => {
    const { world, approval, published } = await openApproval(await newVersion());
    expect(await published("migrate")).toEqual({ migrated: 1, refused: [], handedOff: 0 });
    expect((await world.now()).row.blueprintHash).toBe(newHash);
    expect((await world.now()).state.blueprintHash).toBe(newHash);
    expect(await world.pauseState(approval.pauseId)).toBe("superseded");
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4006");
    expect((await world.pause()).kind).toBe("confirm");
    await world.says("yes");
    await world.pass();
    await world.answers(await world.pause(), "yes", lead);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test("does not take over a case that it cannot carry on, says why, and the case goes on as it began", async () => {
    const { world, approval, older, published } = await openApproval(await newVersion(withoutRefunds));
    expect(older[0]?.cases[0]?.cannotMigrate).toEqual(["It has proposed refund_order, which there is not."]);
    expect(await published("migrate")).toEqual({ migrated: 0, refused: [world.caseId], handedOff: 0 });
    expect((await world.events()).at(-1)).toMatchObject({ kind: "note.added", body: { by: "tm_lead" } });
    expect(await world.pause()).toEqual(approval);
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
  });

  test("gives a case to people when that is wanted, with what is known and what was still asked", async () => {
    const { world, approval, published } = await openApproval(await newVersion());
    expect(await published("hand-off")).toEqual({ migrated: 0, refused: [], handedOff: 1 });
    expect((await world.now()).row.status).toBe("handed-off");
    expect(await world.pauseState(approval.pauseId)).toBe("withdrawn");
    const made = (await world.events()).find(({ kind }) => kind === "handoff.made");
    expect(made).toMatchObject({ body: { packet: { open: [`Not decided: ${approval.shown.text}`] } } });
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4006");
    await world.pass();
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });
});

test("a case whose version can no longer be run goes to a person with what is known, once, and nothing is done", async () => {
  const gone: Blueprint[] = [];
  const world = await PauseWorld.open("confirm-then-approve", { gone });
  await world.says("yes");
  await world.pass();
  const approval = await world.pause();
  gone.push(world.simulation.blueprint);
  await world.answers(approval, "yes", lead);
  await world.pass();
  expect((await world.now()).row.status).toBe("handed-off");
  await world.pass(48);
  const made = (await world.events()).filter(({ kind }) => kind === "handoff.made");
  expect(made).toMatchObject([
    {
      body: {
        packet: { why: "The blueprint version of this case can no longer be run." },
      },
    },
  ]);
  expect(world.refunds).toEqual([]);
  expect(await world.violations()).toEqual([]);
});
