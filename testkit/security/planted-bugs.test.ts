import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PatchedKernel } from "../mutants/patched-kernel.ts";
import type { huntPlanted } from "./hunt-planted.ts";
import { plantedBugs } from "./planted-bugs.ts";

/** A search that finds nothing proves something only if it finds what is there. */
describe("the attacks find a planted bug:", () => {
  let kernel: PatchedKernel;
  beforeAll(async () => {
    kernel = await PatchedKernel.open();
  });
  afterAll(() => kernel.close());

  test.each(plantedBugs)(
    "$what",
    async ({ patches, suite, numbers, trips }) => {
      const found = await kernel.run<{ huntPlanted: typeof huntPlanted }, Awaited<ReturnType<typeof huntPlanted>>>(
        "testkit/security/hunt-planted.ts",
        patches,
        (module) => module.huntPlanted({ suite, numbers }, trips),
      );
      expect(found?.violation).toMatch(trips);
    },
    180_000,
  );
});
