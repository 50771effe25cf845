import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readApiKey, readApiKeyIfPresent, readMasterKey } from "./key-files.ts";

let data: string;
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), "purser-keys-")), "data");
});
afterEach(() => rmSync(join(data, ".."), { recursive: true, force: true }));

test("keys are made once, for their owner's eyes only, and are the same ever after", () => {
  expect(readApiKeyIfPresent(data, "local")).toBeNull();
  const [master, api] = [readMasterKey(data), readApiKey(data)];
  expect(master).toHaveLength(32);
  expect(api).toMatch(/^pur_[0-9a-z]{52}$/);
  expect(readMasterKey(data)).toEqual(master);
  expect(readApiKey(data)).toBe(api);
  expect(readApiKeyIfPresent(data, "local")).toBe(api);
  expect(readdirSync(data).toSorted()).toEqual(["api-key", "key"]);
  for (const name of readdirSync(data)) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
});

test("a key file that holds something else is refused with its path, never replaced", () => {
  readMasterKey(data);
  writeFileSync(join(data, "key"), "short");
  expect(() => readMasterKey(data)).toThrow(PurserError);
  expect(() => readMasterKey(data)).toThrow(join(data, "key"));
});
