import { hashSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { type OpenStore, storesOf, tenant } from "./store-under-test.ts";

export function testPublications(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("versions of the blueprint", () => {
    test("one is kept as it was first kept, and by tenant", async () => {
      const { store } = await openStore();
      const hash = hashSchema.parse("b".repeat(64));
      const files = [{ path: "blueprint.yaml", text: "name: “Shop”\n" }];
      await store.keepBlueprint(tenant, hash, files);
      await store.keepBlueprint(tenant, hash, []);
      expect(await store.readBlueprint(tenant, hash)).toEqual(files);
      expect(await store.readBlueprint("globex", hash)).toBeNull();
    });

    test("what is published last is in force, and says by whom, why and where it came from", async () => {
      const { store, now } = await openStore();
      const [first, second] = [hashSchema.parse("b".repeat(64)), hashSchema.parse("c".repeat(64))];
      const folder = { by: "start", why: "", source: "folder" } as const;
      const desk = { by: "mia", why: "Smaller refunds.", source: "desk" } as const;
      expect(await store.publishBlueprint(tenant, { ...folder, hash: first, inPlaceOf: null })).toBe(true);
      expect(await store.publishBlueprint(tenant, { ...desk, hash: second, inPlaceOf: first })).toBe(true);
      expect(await store.publishedBlueprint(tenant)).toBe(second);
      expect(await store.listPublications(tenant, 10)).toEqual([
        { ...desk, hash: second, number: 2, at: now() },
        { ...folder, hash: first, number: 1, at: now() },
      ]);
    });

    test("of two that take the place of the same version one is put in force, and the other learns that it was not", async () => {
      const { store } = await openStore();
      const [first, ...others] = ["b", "c", "d"].map((digit) => hashSchema.parse(digit.repeat(64)));
      if (first === undefined) throw new Error("There are three.");
      const publishing = { by: "mia", why: "", source: "desk" } as const;
      expect(await store.publishBlueprint(tenant, { ...publishing, hash: first, inPlaceOf: first })).toBe(false);
      await store.publishBlueprint(tenant, { ...publishing, hash: first, inPlaceOf: null });
      const put = await Promise.all(
        others.map((hash) => store.publishBlueprint(tenant, { ...publishing, hash, inPlaceOf: first })),
      );
      expect(put.filter((wasPut) => wasPut)).toHaveLength(1);
      expect(await store.publishedBlueprint(tenant)).toBe(others[put.indexOf(true)]);
      expect(await store.listPublications(tenant, 10)).toHaveLength(2);
    });
  });
}
