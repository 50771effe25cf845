import { hashSchema } from "@purser/contract";
import { minutes } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { scriptedReasoner } from "../../server/src/agent/scripted-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { MigrationMapping } from "../../server/src/conversations/versions/migrate-case.ts";
import { listOlderVersions, publish } from "../../server/src/conversations/versions/publish.ts";
import { proposeAgain } from "../../server/src/conversations/pauses/propose-again.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { lead, PauseWorld, refusalOf } from "./pause-world.ts";
import lines from "./script.ts";
import { beyondScript } from "./simulated-reasoner.ts";

const nothingRenamed = { procedures: {}, tools: {} };
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
    const done = await publish(to, { older, wish, mapping: nothingRenamed, by: "tm_lead", why: "" }, desk);
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

describe("a version in which a tool has another name", () => {
  const mapping: MigrationMapping = { procedures: {}, tools: { refund_order: "pay_back" } };
  const bothNames = beyondScript(
    scriptedReasoner(
      lines.flatMap((line) =>
        "tool" in line && line.tool === "refund_order" ? [line, { ...line, tool: "pay_back" }] : line,
      ),
    ),
  );

  async function openRenamed(to: Blueprint) {
    const world = await PauseWorld.open("confirm-then-approve", { next: to, reasoner: bothNames });
    const asked = await world.pause();
    await world.says("yes");
    await world.pass();
    return { world, asked, approval: await world.pause(), desk: world.simulation.desk };
  }

  /** Puts the version in force with these names, and all cases under it that it can carry on. */
  async function publishTo(to: Blueprint, world: PauseWorld, names = mapping) {
    const { desk, clock } = world.simulation;
    clock.advance(minutes(10));
    const older = await listOlderVersions(to, names, desk);
    const done = await publish(to, { older, wish: "migrate", mapping: names, by: "tm_lead", why: "" }, desk);
    await world.pass();
    return { done, reasons: older.flatMap(({ cases }) => cases.flatMap(({ cannotMigrate }) => cannotMigrate)) };
  }

  async function refundedByBoth(world: PauseWorld): Promise<void> {
    await world.says("yes");
    await world.pass();
    await world.answers(await world.pause(), "yes", lead);
    await world.pass();
  }

  test("cannot carry on a case that has proposed it unless its new name is told", async () => {
    const to = await larkspurOnce("renamed");
    const { world } = await openRenamed(to);
    const { done, reasons } = await publishTo(to, world, nothingRenamed);
    expect(reasons).toEqual(["It has proposed refund_order, which there is not."]);
    expect(done).toMatchObject({ migrated: 0, refused: [world.caseId] });
    expect((await world.now()).state.blueprintHash).not.toBe(to.hash);
  });

  test("judges and asks anew under the new name, and does what was proposed once, with the same arguments", async () => {
    const to = await larkspurOnce("renamed");
    const { world, asked, approval } = await openRenamed(to);
    const before = (await world.now()).state.proposals[0];
    expect(await publishTo(to, world)).toEqual({ done: { migrated: 1, refused: [], handedOff: 0 }, reasons: [] });
    expect(await world.pauseState(approval.pauseId)).toBe("superseded");
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4006");
    const [after = expect.fail("Nothing is proposed.")] = (await world.now()).state.proposals;
    expect(after).toMatchObject({ proposalId: before?.proposalId, step: { call: { tool: "pay_back" } } });
    expect(after.argsHash).toBe(hashOf(after.step));
    const anew = await world.pause();
    expect([anew.kind, anew.shown.text, anew.digest === asked.digest]).toEqual(["confirm", asked.shown.text, false]);
    await refundedByBoth(world);
    expect(world.refunds).toHaveLength(1);
    const started = (await world.events()).flatMap((event) => (event.kind === "call.started" ? [event.body.tool] : []));
    expect(started).toEqual(["pay_back"]);
    expect((await world.now()).row.status).toBe("resolved");
  });

  test("proposes under the new name what had expired under the old one, when somebody wants it after all", async () => {
    const to = await larkspurOnce("renamed");
    const { world, approval, desk } = await openRenamed(to);
    await world.pass(26);
    expect(await world.pauseState(approval.pauseId)).toBe("expired");
    expect((await publishTo(to, world)).done).toMatchObject({ migrated: 1 });
    await proposeAgain(
      approval.pauseId,
      { kind: "teammate", ...lead, authenticated: "session", surface: "console" },
      desk,
    );
    const [again = expect.fail("Nothing is proposed.")] = (await world.now()).state.proposals;
    expect(again).toMatchObject({ step: { call: { tool: "pay_back" } } });
    expect(again.argsHash).toBe(hashOf(again.step));
  });

  test("takes back what was done under the old name by the undo of the new one", async () => {
    const to = await larkspurOnce("renamed");
    const { world, approval, desk } = await openRenamed(to);
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    await world.says("something else that nobody knows");
    await world.pass();
    expect((await publishTo(to, world)).done).toMatchObject({ migrated: 1, refused: [] });
    const [done = expect.fail("Nothing is done.")] = (await world.now()).state.doneCalls;
    expect(done.tool).toBe("pay_back");
    await requestUndo(done.key, "She keeps it.", "tm_other", desk);
    await world.pass();
    for (const pause of (await world.now()).state.pauses) await world.answers(pause, "yes", lead);
    await world.pass();
    expect((await world.now()).state.doneCalls).toMatchObject([
      { tool: "pay_back", isUndone: true },
      { tool: "pay_back", undoOf: done.key },
    ]);
    const operations = world.simulation.systems.payments.ledger.effects.map(({ operation }) => operation);
    expect(operations).toEqual(["refund", "refund-void"]);
  });

  test("leaves a case as it began if the undo of the new tool does not fit what was done, and says so", async () => {
    const renamed = await larkspurOnce("renamed");
    const tool = renamed.toolbox.actions.get("pay_back") ?? expect.fail("There is no pay_back.");
    const other = { ...tool, output: z.strictObject({ receipt: z.string() }) };
    const to = {
      ...renamed,
      hash: newHash,
      toolbox: { ...renamed.toolbox, actions: new Map(renamed.toolbox.actions).set("pay_back", other) },
    };
    const { world, approval } = await openRenamed(to);
    await world.answers(approval, "yes", lead);
    await world.pass();
    await world.says("something else that nobody knows");
    await world.pass();
    expect(await publishTo(to, world)).toEqual({
      done: { migrated: 0, refused: [world.caseId], handedOff: 0 },
      reasons: ["It has done refund_order, now pay_back, whose undo does not fit what was done."],
    });
    expect((await world.now()).state.doneCalls).toMatchObject([{ tool: "refund_order" }]);
  });

  test("leaves a case as it began if its arguments do not fit, and says so", async () => {
    const renamed = await larkspurOnce("renamed");
    const tool = renamed.toolbox.actions.get("pay_back") ?? expect.fail("There is no pay_back.");
    const other = { ...tool, input: z.strictObject({ order: z.string() }) };
    const actions = new Map(renamed.toolbox.actions).set("pay_back", other);
    const to = { ...renamed, hash: newHash, toolbox: { ...renamed.toolbox, actions } };
    const { world, approval } = await openRenamed(to);
    expect((await publishTo(to, world)).reasons).toEqual([
      "It has proposed refund_order, now pay_back, with arguments that no longer fit.",
    ]);
    expect(await world.pause()).toEqual(approval);
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
