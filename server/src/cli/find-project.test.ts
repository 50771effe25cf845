import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findData, findProject } from "./find-project.ts";
import { writeTree } from "./test-command.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "purser-project-")));
  mkdirSync(join(folder, "deep", "below"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a blueprint.yaml upward goes before the one that a package.json names", () => {
  writeTree(folder, {
    "package.json": '{ "purser": { "blueprint": "shop" } }',
    "shop/blueprint.yaml": "",
    "deep/blueprint.yaml": "",
  });
  expect(findProject({}, join(folder, "deep", "below")).blueprint).toBe(join(folder, "deep"));
  expect(findProject({}, folder)).toEqual({ blueprint: join(folder, "shop"), data: join(folder, ".purser") });
});

test("data lies beside the package.json that names a blueprint, else in the blueprint, else where one says", () => {
  writeTree(folder, { "shop/blueprint.yaml": "", "package.json": '{ "name": "another project" }' });
  expect(findProject({}, join(folder, "shop")).data).toBe(join(folder, "shop", ".purser"));
  expect(findProject({ blueprint: "shop", data: "elsewhere" }, folder)).toEqual({
    blueprint: join(folder, "shop"),
    data: join(folder, "elsewhere"),
  });
});

test("where nothing is named and nothing found, it says so", () => {
  writeTree(folder, { "package.json": "no JSON" });
  expect(() => findProject({}, folder)).toThrow(PurserError);
});

test("who names the data directory needs no blueprint to reach the server that works on it", () => {
  expect(findData({ data: "elsewhere" }, folder)).toBe(join(folder, "elsewhere"));
  expect(() => findData({}, folder)).toThrow(PurserError);
});
