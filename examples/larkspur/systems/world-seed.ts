import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const worldSeedSchema = z.strictObject({ seed: z.int(), seededAt: z.int() });

/** What a world was made from; the same gives the same world again. */
export type WorldSeed = z.infer<typeof worldSeedSchema>;

/** The seed that the folder's world was made from; `fresh` is written down when there is none yet. */
export function keepWorldSeed(folder: string, fresh: WorldSeed): WorldSeed {
  const file = join(folder, "world.json");
  if (existsSync(file)) return worldSeedSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(fresh));
  renameSync(`${file}.new`, file);
  return fresh;
}
