import { afterEach, expect, test } from "vitest";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLibrary, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

/** A case of a procedure whose first look-up needs to know who she is, opened by something else than her words. */
async function opened(kind: "event" | "person", level: 0 | 1) {
  const simulation = await openSimulation({ seed: 1, blueprint: await loadLibrary(), reasoner: rulesReasoner });
  const { desk, store } = simulation;
  const { caseId } = await openCase(
    {
      trigger: { kind, name: "loan-due" },
      channel: "chat",
      customerRef: "READER-1",
      identity: { level, method: level === 0 ? "none" : "api-key", expiresAt: null },
      procedure: "renew-a-loan",
    },
    desk,
  );
  await simulation.run(() => false, { hours: 1 });
  const log = await store.readEvents("main", caseId, 0, 500);
  const { row, state } = await readCaseNow(caseId, desk);
  const said = log.flatMap(({ event }) => (event?.kind === "message.sent" ? [event.body.text] : []));
  return { status: row.status, owner: state.owner, said };
}

test("who knows of no case is not asked to sign in when a report opens one: a person gets it, with the reason", async () => {
  const { status, owner, said } = await opened("event", 0);
  expect({ status, said }).toEqual({ status: "handed-off", said: [] });
  expect(JSON.stringify(owner)).toContain("she has written nothing, so she was not asked who she is");
});

test("who began it herself without words is asked", async () => {
  expect((await opened("person", 0)).said).toEqual([expect.stringContaining("please sign in")]);
});

test("what needs no more than the report goes on", async () => {
  expect(await opened("event", 1)).toMatchObject({ status: "resolved", said: [expect.stringContaining("Momo")] });
});
