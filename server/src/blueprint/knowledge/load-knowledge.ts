import { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";
import { readHeader } from "../reading/read-header.ts";
import { readYaml } from "../reading/read-yaml.ts";
import type { Knowledge, KnowledgePage, KnowledgeSection } from "./section.ts";

/** The header of a page in `knowledge/`. */
const pageHeaderSchema = z
  .strictObject({ title: z.string().min(1), asOf: z.iso.date(), validUntil: z.iso.date().optional() })
  .refine(({ asOf, validUntil }) => validUntil === undefined || validUntil >= asOf, {
    path: ["validUntil"],
    message: "it ends before the day of asOf",
  });

const synonymsSchema = z.array(z.array(z.string().regex(/^\S+$/, "a synonym is one word")).min(2));
const synonymsPath = "knowledge/synonyms.yaml";

/** Reads `knowledge/**\/*.md`, cut at its headings, and `knowledge/synonyms.yaml`; null when the blueprint has no page. */
export function loadKnowledge(files: readonly BlueprintFile[]): BlueprintLoad<Knowledge | null> {
  const pages = files
    .filter(({ path }) => path.startsWith("knowledge/") && path.endsWith(".md"))
    .map((file) => loadPage(file));
  const synonymsFile = files.find(({ path }) => path === synonymsPath);
  const synonyms = readYaml(synonymsPath, synonymsFile?.text ?? "[]", synonymsSchema);
  const problems = [...pages, synonyms].flatMap((part) => (part.kind === "rejected" ? part.problems : []));
  if (problems.length > 0) return { kind: "rejected", problems };
  const sections = pages.flatMap((page) => (page.kind === "loaded" ? page.value : []));
  const value = { sections, synonyms: synonyms.kind === "loaded" ? synonyms.value : [] };
  return { kind: "loaded", value: sections.length === 0 ? null : value };
}

function loadPage(file: BlueprintFile): BlueprintLoad<readonly KnowledgeSection[]> {
  const read = readHeader(file, pageHeaderSchema, "A page of knowledge");
  if (read.kind === "rejected") return read;
  const { value: header, body, bodyLine } = read;
  const { title, asOf, validUntil = null } = header;
  const page: KnowledgePage = { path: file.path, title, asOf, validUntil };
  const problems: BlueprintProblem[] = [];
  const problem = (line: number, message: string): number =>
    problems.push({ code: "PUR-2130", path: file.path, line, column: 1, message });
  const parts = partsOf(body, bodyLine);
  const sections = parts.flatMap(({ heading, lines, line }): KnowledgeSection[] => {
    const text = lines.join("\n").trim();
    if (heading === null) {
      if (text !== "") problem(line, "Text stands above the first heading. Put it under one.");
      return [];
    }
    if (text === "") problem(line, `There is no text under “${heading}”.`);
    if (parts.some((other) => other.heading === heading && other.line < line))
      problem(line, `The heading “${heading}” stands here a second time.`);
    return [{ page, heading, text }];
  });
  if (parts.length === 1)
    problem(bodyLine, "There is no heading. Begin each answer with a line such as ## Opening hours.");
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: sections };
}

type Part = { heading: string | null; line: number; lines: string[] };

/** The body cut at its headings, each with the line where it stands; what is above the first comes first. */
function partsOf(body: string, firstLine: number): readonly Part[] {
  const first: Part = { heading: null, line: firstLine, lines: [] };
  const parts: Part[] = [first];
  let last = first;
  for (const [index, line] of body.split("\n").entries()) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) last.lines.push(line);
    else {
      last = { heading, line: firstLine + index, lines: [] };
      parts.push(last);
    }
  }
  return parts;
}
