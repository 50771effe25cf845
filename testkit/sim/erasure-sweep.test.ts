import { describe, expect, test } from "vitest";
import { larkspurReasoner } from "../scenarios/larkspur.ts";
import { larkspurOnce } from "../scenarios/larkspur-once.ts";
import { Stage } from "../scenarios/stage.ts";
import { erasurePlaces, playErasure, problemsAfter } from "./erasure-sweep.ts";
import { openSimulation } from "./simulation.ts";
import { calm } from "./swarm.ts";

/** `npm run test:crash` kills it at every place. */
const everyNth = 5;

describe("an erasure that is killed", () => {
  test("is finished by the next run, and nothing of hers is left", async () => {
    const undisturbed = await playErasure(1, null);
    expect(undisturbed.problems).toEqual([]);
    const places = erasurePlaces(undisturbed);
    for (const kill of [...places.filter((_, index) => index % everyNth === 0), ...places.slice(-2)])
      expect({ kill, problems: (await playErasure(1, kill)).problems }).toEqual({ kill, problems: [] });
  });

  test("is told from one that was not done at all", async () => {
    const simulation = await openSimulation({ seed: 1, blueprint: await larkspurOnce(), reasoner: larkspurReasoner });
    const stage = new Stage(simulation, calm);
    void stage.opens(stage.landmarks.refundLarge, "canary: thank you");
    await simulation.run(() => false, { hours: 1 });
    const [caseId] = stage.caseIds;
    const row = caseId === undefined ? null : await simulation.store.readCase("main", caseId);
    if (caseId === undefined || row === null || row.customerId === null) throw new Error("She has no case.");
    const problems = await problemsAfter(simulation, row.customerId, [caseId]);
    for (const said of ["still says case.opened", "still holds what she wrote", "does not end with its erasure"])
      expect(problems.join("\n")).toContain(said);
  });
});
