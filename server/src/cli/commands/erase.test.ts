import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customerExportSchema } from "@purser/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "../../env.ts";
import { apiKeyOf } from "../../http/authenticate.ts";
import { leadKey, openTestApi, type TestApi } from "../../http/testing/test-api.ts";
import { runtime } from "../../main.ts";
import { runCommand } from "../run-command.ts";

const adminKey = "pur_admin_0123456789";
let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "purser-export-"));
  api = await openTestApi({ keys: [apiKeyOf(adminKey, { id: "tm-admin", role: "admin", scopes: ["desk"] })] });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command in this process against the server of the test; its exit code and its lines, or its error. */
async function purser(key: string, ...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const surroundings = {
    ...runtime,
    get environment() {
      return readEnvironment({ PURSER_URL: api.url, PURSER_API_KEY: key });
    },
  };
  const add = (line: string): void => void lines.push(line);
  const code = await runCommand(args, surroundings, { print: add, note: add });
  return `${code}\n${lines.join("\n")}`;
}

test("a customer is held, exported and erased by two people on the command line", async () => {
  const caseId = await api.opened({ customer: "LC-1", level: 2, text: "hello from Mia" });
  await api.until(caseId, "waiting");
  const lead = (...args: readonly string[]) => purser(leadKey, ...args);
  const admin = (...args: readonly string[]) => purser(adminKey, ...args);
  expect(await lead("hold", "list", "LC-1")).toBe("0\nNothing is on record of LC-1.");
  expect(await lead("hold", "set", "LC-1", "--basis", "Lawsuit 7")).toMatch(
    /^0\n1 {2}.* tm-local {2}holds her: Lawsuit 7$/,
  );
  expect(await lead("hold", "set", "LC-1", "--basis", "Tax", "--until", "tomorrow")).toContain("1\nPUR-2001");
  expect(await lead("erase", "LC-1")).toContain("1\nPUR-2001");
  expect(await lead("erase", "LC-1", "--reason", "Art. 17")).toContain("purser erase LC-1 --confirm LC-1");
  expect(await admin("erase", "LC-1", "--confirm", "LC-1")).toMatch(/^1\nPUR-2170(.|\n)*Lawsuit 7/);
  expect(await lead("erase", "LC-1", "--dry-run")).toMatch(
    /^1\n1 cases would be(.|\n)*LC-1 stands in the way: Legal hold 1/,
  );
  expect(await lead("hold", "release", "LC-1", "2", "--reason", "Over.")).toContain("1\nPUR-2173");
  expect(await lead("hold", "release", "LC-1", "1", "--reason", "Over.")).toContain("released hold 1: Over.");

  const file = join(folder, "mia.json");
  expect(await admin("export", "LC-1", "--to", file)).toContain("1\nPUR-2171");
  expect(existsSync(file)).toBe(false);
  expect(await lead("export", "LC-1", "--reason", "Art. 15")).toContain("purser export LC-1 --to FILE");
  expect(await admin("export", "LC-1", "--to", file)).toContain("0\nWhat 1 cases of LC-1 say");
  const { cases } = customerExportSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  expect(JSON.stringify(cases)).toContain("hello from Mia");
  expect(await lead("export", "LC-1", "--reason", "Again")).toContain("0\n");
  expect(await admin("export", "LC-1", "--to", file)).toContain("1\nPUR-2001");
  expect(JSON.stringify(readFileSync(file, "utf8"))).toContain("hello from Mia");
  expect(await lead("export", "LC-1", "--withdraw", "6", "--reason", "No.")).toContain("withdrew request 6: No.");

  expect(await lead("hold", "list", "LC-1")).toMatch(/asks to erase her: Art. 17 — stands\n/);
  expect(await lead("erase", "LC-1", "--reason", "Art. 17", "--confirm", "LC-1")).toContain("1\nPUR-2172");
  expect(await admin("erase", "LC-1", "--confirm", "LC-1")).toContain("0\nLC-1 is erased");
});
