import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimDirectory, successorFile } from "./claim-directory.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "purser-claim-"));
});
afterEach(async () => rm(directory, { recursive: true }));

const ownerFile = (): string => join(directory, "owner");

test("a claim names this process until it is released, and leaves nothing behind", async () => {
  const claim = await claimDirectory(directory);
  expect(claim.previous).toBeNull();
  expect(await readFile(ownerFile(), "utf8")).toContain(`"pid":${process.pid},`);
  await claim.release();
  expect(await readdir(directory)).toEqual([]);
});

test("a living owner is not displaced, not even by itself", async () => {
  await claimDirectory(directory);
  await expect(claimDirectory(directory)).rejects.toMatchObject({ code: "PUR-1002" });
  expect(await readdir(directory)).toEqual(["owner"]);
});

test("a later process with the pid of an ended owner is not mistaken for it", async () => {
  const ended = { pid: process.pid, started: "another boot/1" };
  await writeFile(ownerFile(), JSON.stringify(ended));
  const claim = await claimDirectory(directory);
  expect(claim.previous).toEqual(ended);
});

test("an owner file emptied by a power cut blocks nobody", async () => {
  await writeFile(ownerFile(), "");
  const claim = await claimDirectory(directory);
  expect(claim.previous).toBeNull();
});

test("a claim given back names the ended owner again, so that the next start finds what it left", async () => {
  const ended = { pid: process.pid, started: "another boot/1" };
  await writeFile(ownerFile(), JSON.stringify(ended));
  await (await claimDirectory(directory)).handBack();
  expect(JSON.parse(await readFile(ownerFile(), "utf8"))).toEqual(ended);
});

test("a successor killed before it became the owner is succeeded in turn", async () => {
  const ended = JSON.stringify({ pid: process.pid, started: "another boot/1" });
  const alsoEnded = JSON.stringify({ pid: process.pid, started: "another boot/2" });
  await writeFile(ownerFile(), ended);
  await writeFile(successorFile(ownerFile(), ended), alsoEnded);
  await claimDirectory(directory);
  expect(await readdir(directory)).toEqual(["owner"]);
  expect(await readFile(ownerFile(), "utf8")).not.toContain("another boot");
});

test("of many claims after an ended owner one wins", async () => {
  await writeFile(ownerFile(), JSON.stringify({ pid: process.pid, started: "another boot/1" }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, async () => claimDirectory(directory)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await readdir(directory)).toEqual(["owner"]);
});
