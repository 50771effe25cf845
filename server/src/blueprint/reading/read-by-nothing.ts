import type { BlueprintProblem } from "./problem.ts";

/** What each folder is made of. A file of another kind would not count there, and nobody would know. */
const folders: readonly { name: string; isRead: RegExp; message: string }[] = [
  { name: "procedures", isRead: /\.md$/, message: "Procedures are files NAME.md." },
  {
    name: "knowledge",
    isRead: /\.md$|^knowledge\/synonyms\.yaml$/,
    message: "Pages of knowledge are files NAME.md, and synonyms.yaml.",
  },
  { name: "replies", isRead: /\.md$/, message: "Canned replies are files NAME.md." },
  { name: "evals", isRead: /^evals\/.+\/|\.(?:ya?ml|md)$/, message: "Evals are files NAME.yaml." },
  { name: "understanding", isRead: /^understanding\/.+\/|\.(?:ya?ml|md)$/, message: "Examples are files NAME.yaml." },
  {
    name: "guardrails",
    isRead: /^guardrails\/(?:tiers|properties)\.yaml$|(?:\.cedar|\.test\.yaml|\.md)$/,
    message: "Guardrails are files NAME.cedar, NAME.test.yaml, tiers.yaml and properties.yaml.",
  },
];

/** Pictures and the like may lie anywhere: nobody takes them for a part of a blueprint. */
const isDocument = /\.(?:cedar|csv|docx?|html?|json|markdown|mdx?|odt|pdf|rtf|te?xt|ya?ml)$/i;

const topFiles = ["blueprint.yaml", "connections.yaml", "triggers.yaml", "sensitive.yaml"];

/** A file that by its place, its name or its first lines is meant to be a part of a blueprint, and that nothing reads. */
export function readByNothing(path: string, text: string | null): readonly BlueprintProblem[] {
  const message = whyInFolder(path) ?? whyAtTop(path) ?? whyElsewhere(path, text);
  return message === null ? [] : [{ code: "PUR-2121", path, line: 1, column: 1, message }];
}

function whyInFolder(path: string): string | null {
  const folder = folders.find(({ name }) => path.startsWith(`${name}/`));
  if (folder === undefined) return null;
  return folder.isRead.test(path) || !isDocument.test(path) ? null : folder.message;
}

function whyAtTop(path: string): string | null {
  const meant = topFiles.find((name) => name === path.toLowerCase().replace(/\.yml$/, ".yaml"));
  return meant === undefined || meant === path ? null : `This file is called ${meant}.`;
}

/** A procedure names itself in its first lines, wherever it lies. */
function whyElsewhere(path: string, text: string | null): string | null {
  if (folders.some(({ name }) => path.startsWith(`${name}/`))) return null;
  if (path.endsWith(".cedar")) return "Guardrails are read in the folder guardrails.";
  const isProcedure = path.endsWith(".md") && /^---\r?\n(?:(?!---).*\r?\n)*?procedure:/.test(text ?? "");
  return isProcedure ? "Procedures are read in the folder procedures." : null;
}
