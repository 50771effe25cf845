import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const here = import.meta.dirname;

/** One way to break the good blueprint, and what is to be told of it. */
const brokenSchema = z.strictObject({
  broken: z.string(),
  edits: z.array(z.strictObject({ file: z.string(), from: z.string(), to: z.string() })).default([]),
  /** Whole files in place of others, or beside them. */
  files: z.record(z.string(), z.string()).default({}),
  /** In base64. */
  bytes: z.record(z.string(), z.string()).default({}),
  /** Where each link leads. */
  links: z.record(z.string(), z.string()).default({}),
  /** What each copy is a copy of. */
  copies: z.record(z.string(), z.string()).default({}),
  /** Every problem in the order in which they are told; `says` is a part of the message. */
  expect: z
    .array(z.strictObject({ file: z.string(), line: z.int(), code: z.string(), says: z.string().min(1) }))
    .min(1),
});
export type Broken = z.infer<typeof brokenSchema> & { name: string };

/** The broken blueprints, by number. */
export function brokenBlueprints(): readonly Broken[] {
  const names = readdirSync(here).filter((name) => /^\d\d-.+\.yaml$/.test(name));
  return names.sort().map((name) => ({
    ...brokenSchema.parse(parse(readFileSync(join(here, name), "utf8"))),
    name: name.replace(".yaml", ""),
  }));
}

/** Lays out the good blueprint in a folder that is not there yet. */
export function layOutGood(folder: string): void {
  cpSync(join(here, "good"), folder, { recursive: true });
}

/** Lays out the good blueprint and breaks it. Throws when an edit finds nothing to change. */
export function layOutBroken({ name, edits, files, bytes, links, copies }: Broken, folder: string): void {
  layOutGood(folder);
  for (const { file, from, to } of edits) {
    const text = readFileSync(join(folder, file), "utf8");
    if (!text.includes(from)) throw new Error(`${name}: ${file} does not have ${from}`);
    writeFileSync(
      join(folder, file),
      text.replace(from, () => to),
    );
  }
  for (const [path, source] of Object.entries(copies)) cpSync(join(folder, source), join(folder, path));
  for (const [path, text] of Object.entries(files)) writeFileSync(made(folder, path), text);
  for (const [path, base64] of Object.entries(bytes)) writeFileSync(made(folder, path), Buffer.from(base64, "base64"));
  for (const [path, target] of Object.entries(links)) symlinkSync(target, made(folder, path));
}

function made(folder: string, path: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  return join(folder, path);
}
