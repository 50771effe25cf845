import { expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { openSimulation } from "../sim/simulation.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { asksForNewAddress, asksForRefund } from "./requests.ts";
import { Stage } from "./stage.ts";

/** Throws at every message that is poison to it. */
const fragile: Reasoner = {
  name: larkspurReasoner.name,
  think: async (view) => {
    if (view.messages.some(({ text }) => text.includes("L-POISON"))) throw new Error("This message ends its worker.");
    return larkspurReasoner.think(view);
  },
};

test("a case that ends its worker each time is a person's after three times, she hears so, and the others go on", async () => {
  const simulation = await openSimulation({ seed: 1, blueprint: await larkspurOnce(), reasoner: fragile });
  const stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
  const poisoned = stage.opens(simulation.landmarks.flagged, "Please look at L-POISON.");
  const others = [asksForNewAddress(stage), asksForRefund(stage, simulation.landmarks.refundSmall, 500)];
  await simulation.run(() => false, { hours: 1 });
  const { row, state } = await stage.look(await poisoned);
  expect(row).toMatchObject({ status: "handed-off", isRunnable: false });
  expect(state.owner).toMatchObject({ kind: "queue", why: "The case ended its worker 3 times." });
  expect(simulation.logged.filter(({ event }) => event === "case.crashed")).toHaveLength(3);
  const log = await simulation.store.readEvents("main", await poisoned, 0, 100);
  const told = log.flatMap(({ event }) => (event?.kind === "message.sent" ? [event.body.text] : []));
  expect(told).toHaveLength(1);
  expect(told.join()).toContain("passed this on to a colleague");
  for (const other of others) expect((await stage.look(await other)).row.status).toBe("resolved");
});
