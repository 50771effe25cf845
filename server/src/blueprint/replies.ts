import type { CannedReplyView, Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { z } from "zod";
import { openRoot } from "./known-facts.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { readHeader } from "./reading/read-header.ts";
import { render, templatePaths, whyNoTemplate } from "./render.ts";
import type { Settings } from "./settings/settings.ts";
import type { Toolbox } from "./toolbox.ts";

/** A text that teammates send as it is or changed; `text` is a template over the facts of a case. */
export type CannedReply = { name: string; title: string; text: string };

const folder = "replies/";
const headerSchema = z.strictObject({ title: z.string().min(1).max(100) });
const longestText = 5000;

/** What each reply can show beside what tools give. */
const ownFacts = ["customer.ref", "teammate.name", "shop.name"] as const;

/** Reads `replies/*.md`, each under the name of its file; they can show whatever a tool gives. */
export function loadReplies(
  files: readonly BlueprintFile[],
  { lookups, actions }: Pick<Toolbox, "lookups" | "actions">,
): BlueprintLoad<readonly CannedReply[]> {
  const tools: readonly Tool[] = [...lookups.values(), ...actions.values()];
  const known = new Set<string>([...ownFacts, ...tools.flatMap(({ gives }) => gives)]);
  const read = files
    .filter(({ path }) => path.startsWith(folder) && path.endsWith(".md"))
    .map((file) => readReply(file, known));
  const problems = read.flatMap((each) => (each.kind === "rejected" ? each.problems : []));
  if (problems.length > 0) return { kind: "rejected", problems };
  return { kind: "loaded", value: read.flatMap((each) => (each.kind === "loaded" ? [each.value] : [])) };
}

function readReply(file: BlueprintFile, known: ReadonlySet<string>): BlueprintLoad<CannedReply> {
  const read = readHeader(file, headerSchema, "A canned reply");
  if (read.kind === "rejected") return read;
  const text = read.body.trim();
  const name = file.path.slice(folder.length, -".md".length);
  const whys = whyNot(text, known);
  if (whys.length === 0) return { kind: "loaded", value: { name, title: read.value.title, text } };
  const place = { code: "PUR-3333" as const, path: file.path, line: read.bodyLine, column: 1 };
  return { kind: "rejected", problems: whys.map((message): BlueprintProblem => ({ ...place, message })) };
}

function whyNot(text: string, known: ReadonlySet<string>): string[] {
  if (text === "") return ["There is no text below the header."];
  if (text.length > longestText) return [`It is longer than ${longestText} characters.`];
  const unreadable = whyNoTemplate(text);
  if (unreadable !== null) return [unreadable];
  return templatePaths(text)
    .filter((path) => !known.has(path) && !path.startsWith(`${openRoot}.`))
    .map((path) => `Nothing gives ${path}: no tool, and none of ${ownFacts.join(", ")}.`);
}

/** The reply as it would be sent in a case that knows these facts; what it does not know stands in brackets. */
export function fillReply({ name, title, text }: CannedReply, values: JsonObject, settings: Settings): CannedReplyView {
  const missing = [...new Set(templatePaths(text))].filter((path) => isUnknown(values[path]));
  const filled = text.replaceAll(/\{\{-?\s*([\w.]+)[^}]*\}\}/g, (whole: string, path: string) =>
    missing.includes(path) ? `[${path.replaceAll(".", " ")}]` : whole,
  );
  return { name, title, text: render(filled, values, settings), missing };
}

function isUnknown(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}
