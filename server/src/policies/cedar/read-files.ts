import { type DetailedError, policySetTextToParts } from "@cedar-policy/cedar-wasm/nodejs";
import type { PolicyFile, PolicyProblem } from "@purser/kit";
import { depthOf, deepestExpression, tooDeepAt } from "./nesting.ts";
import { type ReadPolicy, readPolicy } from "./read-policy.ts";
import { indexOfByte, placeAt, withoutStringsAndComments } from "./text-place.ts";

export type FilesReading = { policies: readonly ReadPolicy[]; problems: readonly PolicyProblem[] };

/** Reads all files into policies with unique ids; what cannot be read is a problem with its place. */
export function readFiles(files: readonly PolicyFile[]): FilesReading {
  const policies = new Map<string, ReadPolicy>();
  const problems: PolicyProblem[] = [];
  for (const [index, file] of files.entries()) {
    if (files[index - 1]?.path === file.path)
      problems.push(problemAt("PUR-2106", file, 0, "This file was given twice."));
    const reading = readOneFile(file);
    problems.push(...reading.problems);
    for (const policy of reading.policies) {
      const first = policies.get(policy.id);
      if (first === undefined) policies.set(policy.id, policy);
      else
        problems.push(
          problemAt(
            "PUR-2106",
            file,
            policy.index,
            `The id ${policy.id} is already that of a policy in ${first.path}.`,
          ),
        );
    }
  }
  return { policies: [...policies.values()], problems };
}

/** A problem at a character of a file. */
export function problemAt(
  code: PolicyProblem["code"],
  file: PolicyFile,
  index: number,
  message: string,
): PolicyProblem {
  return { code, path: file.path, ...placeAt(file.text, index), message };
}

/** A problem that Cedar reports of a text which starts at `index` in the file. */
export function cedarProblem(file: PolicyFile, index: number, text: string, error: DetailedError): PolicyProblem {
  const [location] = error.sourceLocations ?? [];
  const label = location === undefined || location.label === null ? [] : [location.label];
  const message = [error.message, ...label, ...(error.help === null ? [] : [error.help])].join("; ");
  return problemAt("PUR-2109", file, index + (location === undefined ? 0 : indexOfByte(text, location.start)), message);
}

function readOneFile(file: PolicyFile): FilesReading {
  const deep = tooDeepAt(file.text);
  if (deep !== null) return { policies: [], problems: [problemAt("PUR-2109", file, deep.index, deep.why)] };
  const answer = policySetTextToParts(file.text);
  if (answer.type !== "success")
    return { policies: [], problems: answer.errors.map((error) => cedarProblem(file, 0, file.text, error)) };
  const policies: ReadPolicy[] = [];
  const problems = answer.policy_templates.map((text) =>
    problemAt(
      "PUR-2109",
      file,
      Math.max(0, file.text.indexOf(text)),
      "A template (?principal, ?resource) is not a guardrail.",
    ),
  );
  for (const { text, index } of placed(file.text, inFileOrder(answer.policies))) {
    const reading = readPolicy({ text, path: file.path, index });
    if (reading.kind === "wrong") problems.push(problemAt("PUR-2109", file, index, reading.message));
    else if (reading.policy.conditions.some(({ body }) => depthOf(body) > deepestExpression)) {
      problems.push(
        problemAt(
          "PUR-2109",
          file,
          index,
          `Its condition is more than ${deepestExpression} operators deep; use a set, or several policies.`,
        ),
      );
    } else policies.push(reading.policy);
  }
  return { policies, problems };
}

/** Cedar names the parts policy0, policy1, … policy10 and gives them sorted as texts. */
function inFileOrder(parts: readonly string[]): readonly string[] {
  const names = parts.map((_, position) => String(position)).sort();
  return names
    .map((name, position) => ({ number: Number(name), text: parts[position] ?? "" }))
    .sort((one, other) => one.number - other.number)
    .map(({ text }) => text);
}

/** Where each part starts, skipping copies that stand in comments. */
function placed(text: string, parts: readonly string[]): readonly { text: string; index: number }[] {
  const code = withoutStringsAndComments(text);
  let from = 0;
  return parts.map((part) => {
    let index = text.indexOf(part, from);
    while (index >= 0 && code[index] !== part[0]) index = text.indexOf(part, index + 1);
    if (index >= 0) from = index + part.length;
    return { text: part, index: Math.max(0, index) };
  });
}
