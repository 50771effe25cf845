import { afterEach, expect, test } from "vitest";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLibrary, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

test("a procedure and two tools in a folder are resolved without a change of code", async () => {
  const blueprint = await loadLibrary();
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
  const { desk } = simulation;
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: "READER-1",
      identity: { level: 2, method: "token", expiresAt: null },
      message: { text: "Hi! Could I keep the book a bit longer please?", provider: "chat", deliveryId: "1" },
    },
    desk,
  );
  const isResolved = await simulation.runUntil(async () => (await readCaseNow(caseId, desk)).row.status === "resolved");
  const log = await simulation.store.readEvents("main", caseId, 0, 100);
  expect(isResolved).toBe(true);
  expect(log.flatMap(({ event }) => (event?.kind === "message.sent" ? [event.body.text] : []))).toEqual([
    "You may keep “Momo” until Tuesday, March 3.",
  ]);
});
