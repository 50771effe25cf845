import { type Hash, PurserError } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import type { Publication } from "../../cases/case-store.ts";
import { listOlderVersions, type OlderVersion, publish, type Published } from "../../conversations/versions/publish.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { loadedOr } from "../connect-systems.ts";
import { findProject } from "../find-project.ts";
import { localPeople } from "../key-files.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { withDesk } from "../with-desk.ts";

const renamesSchema = z.array(z.string().regex(/^[^=]+=[^=]+$/, "write it as old=new")).default([]);

const optionsSchema = commonOptionsSchema.extend({
  keep: z.boolean().default(false),
  migrate: z.boolean().default(false),
  handOff: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  procedure: renamesSchema,
  tool: renamesSchema,
  by: z.string().min(1).max(60).default(localPeople.local.id),
  why: z.string().max(500).default(""),
  overDesk: z.boolean().default(false),
});
type Options = z.infer<typeof optionsSchema>;

/** Adds `purser publish`. */
export function registerPublish(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("publish")
    .description("put the blueprint's folder in force, and say what becomes of cases that began with an older version")
    .option("--keep", "older cases go on under the version that they began with (the default)")
    .option("--migrate", "put older cases under this version, where it can carry them on")
    .option("--hand-off", "give older cases to people")
    .option("--procedure <old=new>", "a procedure that has another name now; may be repeated", collected, [])
    .option("--tool <old=new>", "a tool that has another name now; may be repeated", collected, [])
    .option("--by <id>", "who publishes, for the log")
    .option("--why <text>", "why, for everybody who looks at the versions")
    .option("--over-desk", "also in the place of a version that was made at the desk")
    .option("--dry-run", "only say what would be done");
  addCommonOptions(command).action(async () => {
    const options = optionsSchema.parse(command.opts());
    if ([options.keep, options.migrate, options.handOff].filter((wish) => wish).length > 1)
      command.error("error: say one of --keep, --migrate and --hand-off", { exitCode: 2 });
    const blueprint = loadedOr(await runtime.loadBlueprint(findProject(options, process.cwd()).blueprint));
    await withDesk(blueprint, options, runtime, async (desk) => {
      const mapping = {
        procedures: Object.fromEntries(options.procedure.map(pairOf)),
        tools: Object.fromEntries(options.tool.map(pairOf)),
      };
      const [last] = await desk.store.listPublications(desk.tenant, 1);
      const before = last?.hash ?? null;
      if (!options.overDesk && !options.dryRun) refuseOverDesk(last, blueprint.hash);
      const older = await listOlderVersions(blueprint, mapping, desk);
      const wish = wishOf(options);
      const { by, why } = options;
      const done = options.dryRun ? null : await publish(blueprint, { older, wish, mapping, by, why }, desk);
      const report = { hash: blueprint.hash, before, wish, dryRun: options.dryRun, older, done };
      for (const line of options.json ? [JSON.stringify(report)] : linesOf(report)) terminal.print(line);
      if (done !== null && done.refused.length > 0) throw new CommandFailed();
    });
  });
}

/** @throws PurserError PUR-2199 where somebody at the desk put in force what the folder does not have. */
function refuseOverDesk(last: Publication | undefined, folder: Hash): void {
  if (last === undefined || last.source === "folder" || last.hash === folder) return;
  const { hash, by, at, why } = last;
  throw new PurserError("PUR-2199", `${by} put ${short(hash)} in force at ${at}: ${why}`);
}

type Report = {
  hash: string;
  before: string | null;
  wish: "keep" | "migrate" | "hand-off";
  dryRun: boolean;
  older: readonly OlderVersion[];
  done: Published | null;
};

function linesOf({ hash, before, wish, dryRun, older, done }: Report): string[] {
  const isNew = before !== hash;
  const lines = [
    isNew
      ? `${dryRun ? "Would put" : "Put"} ${short(hash)} in force${before === null ? "" : ` in the place of ${short(before)}`}.`
      : `${short(hash)} is in force already.`,
    ...older.flatMap(({ hash: version, cases }) => [
      `${cases.length === 1 ? "1 case" : `${cases.length} cases`} of the older version ${short(version)}:`,
      ...cases.flatMap(({ caseId, status, pauses, cannotMigrate }) => [
        `  ${caseId}  ${status}`,
        ...pauses.map(({ title, mayAnswer, pauseId }) => `    waits for ${mayAnswer}: ${title} (${pauseId})`),
        ...(wish === "migrate" ? cannotMigrate.map((reason) => `    cannot be migrated: ${reason}`) : []),
      ]),
    ]),
    ...(wish === "migrate" && older.some(({ cases }) => cases.some(({ cannotMigrate }) => cannotMigrate.length > 0))
      ? ["What only has another name in this version is told by --procedure OLD=NEW and --tool OLD=NEW."]
      : []),
  ];
  if (older.length === 0) return [...lines, "No case that is not over began with an older version."];
  if (done === null || wish === "keep")
    return [
      ...lines,
      "They go on under the version that they began with. To put them under this one: --migrate; to give them to people: --hand-off.",
    ];
  const kept =
    done.refused.length === 0 ? "" : `; ${done.refused.length} could not be migrated and go on as they began`;
  return [...lines, wish === "migrate" ? `${done.migrated} migrated${kept}.` : `${done.handedOff} given to people.`];
}

const shortHash = 12;

function short(hash: string): string {
  return hash.slice(0, shortHash);
}

function wishOf({ migrate, handOff }: Options): Report["wish"] {
  if (migrate) return "migrate";
  return handOff ? "hand-off" : "keep";
}

function pairOf(text: string): [string, string] {
  const [old = "", renamed = ""] = text.split("=");
  return [old, renamed];
}

function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
