import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createModuleLoader } from "./module-loader.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "purser-modules-")));
  writeFileSync(join(folder, "shared.ts"), "export const price: number = 1;\n");
  const importing = 'import { price } from "./shared.ts";\nimport { days } from "@purser/kit";\n';
  writeFileSync(join(folder, "tool.ts"), `${importing}export default { price, isKit: days(1) === 86_400_000 };\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file is loaded as it is written, with the kit that this server runs with", async () => {
  const loader = createModuleLoader(folder, { isFresh: true });
  expect(await loader.importDefault(join(folder, "tool.ts"))).toEqual({ price: 1, isKit: true });
});

test("a fresh loader sees a file that was changed since, shared code too, also where the folder is a link", async () => {
  const link = `${folder}-link`;
  symlinkSync(folder, link);
  try {
    for (const [price, directory] of [
      [2, folder],
      [3, link],
      [4, folder],
      [5, link],
    ] as const) {
      writeFileSync(join(folder, "shared.ts"), `export const price: number = ${price};\n`);
      const loader = createModuleLoader(directory, { isFresh: true });
      expect(await loader.importDefault(join(directory, "tool.ts"))).toMatchObject({ price });
    }
  } finally {
    rmSync(link);
  }
});
