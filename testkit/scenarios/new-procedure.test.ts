import { afterEach, expect, test } from "vitest";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { converseIn } from "./converse-in.ts";
import { loadLibrary, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

test("a procedure and two tools in a folder are resolved without a change of code", async () => {
  const text = "Hi! Could I keep the book a bit longer please?";
  const { simulation, caseId, said } = await converseIn(await loadLibrary(), text);
  expect((await readCaseNow(caseId, simulation.desk)).row.status).toBe("resolved");
  expect(said).toEqual(["You may keep “Momo” until Tuesday, March 3."]);
});
