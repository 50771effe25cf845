import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { hashSchema, type Hash } from "@purser/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cedarPolicyEngine } from "../../policies/cedar/index.ts";
import type { Blueprint } from "../blueprint.ts";
import { followPublications } from "./follow-publications.ts";
import { loadBlueprint } from "../load-blueprint.ts";

const hashOfNothing = hashSchema.parse("0".repeat(64));

const stops: (() => Promise<void>)[] = [];
let directory: string;
let older: Blueprint;
let newer: Blueprint;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "purser-follow-"));
  [older, newer] = [await written("Before"), await written("After")];
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function written(name: string): Promise<Blueprint> {
  writeFileSync(join(directory, "blueprint.yaml"), `name: ${name}\ncurrency: USD\n`);
  const loaded = await loadBlueprint(directory, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** A deployment in which `published` came into force one after another; `look` lets the time to the next look pass. */
async function follow(folder: Blueprint, published: Hash[], startWithFolder: boolean) {
  const told: string[] = [];
  let wake = (): void => undefined;
  const { current, stop } = await followPublications({
    folder,
    startWithFolder,
    published: async () => published.at(-1) ?? null,
    publish: async (hash) => void published.push(hash),
    load: async (hash) => [older, newer].find((version) => version.hash === hash) ?? null,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wake = resolve;
        signal.addEventListener("abort", () => resolve());
      }),
    log: (_, event) => told.push(event),
  });
  stops.push(stop);
  const look = async (): Promise<void> => {
    wake();
    await setImmediate();
  };
  return { current, look, told };
}

describe("what is in force", () => {
  it("is the folder at the very first start, and that is published", async () => {
    const published: Hash[] = [];
    const { current } = await follow(older, published, false);
    expect(current()).toBe(older);
    expect(published).toEqual([older.hash]);
  });

  it("is what was published, whatever lies in the folder of a later start", async () => {
    const published = [older.hash];
    const { current } = await follow(newer, published, false);
    expect(current()).toBe(older);
    expect(published).toEqual([older.hash]);
  });

  it("is the folder where each start publishes it, once", async () => {
    const published = [older.hash];
    const { current } = await follow(newer, published, true);
    expect(current()).toBe(newer);
    await follow(newer, published, true);
    expect(published).toEqual([older.hash, newer.hash]);
  });

  it.each([true, false])("is what is published while it runs (each start publishes its folder: %s)", async (starts) => {
    const published = [older.hash];
    const { current, look, told } = await follow(older, published, starts);
    published.push(newer.hash);
    expect(current()).toBe(older);
    await look();
    expect(current()).toBe(newer);
    published.push(older.hash);
    await look();
    expect(current()).toBe(older);
    expect(told).toEqual(["blueprint.taken", "blueprint.taken"]);
  });

  it("stays as it was when what is published cannot be loaded here", async () => {
    const published = [older.hash];
    const { current, look, told } = await follow(older, published, true);
    published.push(hashOfNothing);
    await look();
    expect(current()).toBe(older);
    expect(told).toEqual(["blueprint.unloadable"]);
  });

  it("is what everybody gets who asks while a version is being loaded", async () => {
    const published: Hash[] = [older.hash];
    let finish: (version: Blueprint) => void = () => undefined;
    const loaded = new Promise<Blueprint>((resolve) => (finish = resolve));
    const followed = await followPublications({
      folder: older,
      startWithFolder: false,
      published: async () => published.at(-1) ?? null,
      publish: async (hash) => void published.push(hash),
      load: () => loaded,
      sleep: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
      log: () => undefined,
    });
    stops.push(followed.stop);
    published.push(newer.hash);
    const asked = [followed.refresh(), followed.refresh()].map(async (refreshed) => {
      await refreshed;
      return followed.current().hash;
    });
    finish(newer);
    expect(await Promise.all(asked)).toEqual([newer.hash, newer.hash]);
  });
});
