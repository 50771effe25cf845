import type { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import type { Procedure } from "./procedure.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { type PlaceOf, readYaml } from "./reading/read-yaml.ts";
import { type Understanding, understandingFileSchema } from "./understanding.ts";

type Read = { file: BlueprintFile; value: z.infer<typeof understandingFileSchema>; placeOf: PlaceOf };

/** Reads `understanding/*.yaml` and puts the examples beside those in the headers of the procedures. */
export function loadUnderstanding(
  files: readonly BlueprintFile[],
  procedures: ReadonlyMap<string, Procedure>,
): BlueprintLoad<Understanding> {
  const problems: BlueprintProblem[] = [];
  const read = files.flatMap((file): Read[] => {
    if (!/^understanding\/[^/]+\.ya?ml$/.test(file.path)) return [];
    const loaded = readYaml(file.path, file.text, understandingFileSchema);
    if (loaded.kind === "rejected") problems.push(...loaded.problems);
    return loaded.kind === "loaded" ? [{ file, value: loaded.value, placeOf: loaded.placeOf }] : [];
  });
  for (const one of read)
    if (one.value.procedure !== undefined && !procedures.has(one.value.procedure))
      problems.push(unknownProcedure(one, one.value.procedure));
  return problems.length > 0
    ? { kind: "rejected", problems }
    : { kind: "loaded", value: understandingOf(read, procedures) };
}

function understandingOf(read: readonly Read[], procedures: ReadonlyMap<string, Procedure>): Understanding {
  const examples = new Map([...procedures.values()].map(({ name, header }) => [name, [...header.when]]));
  const words = new Map<string, string[]>();
  const foreignWords = new Map<string, string[]>();
  for (const { value } of read) {
    if (value.procedure !== undefined) examples.get(value.procedure)?.push(...value.examples);
    const groups = value.meaning === "out-of-scope" ? foreignWords : words;
    for (const [name, phrases] of Object.entries(value.words))
      groups.set(name, [...(groups.get(name) ?? []), ...phrases]);
  }
  const meaning = (...wanted: readonly string[]): string[] =>
    read.flatMap(({ value }) =>
      value.procedure === undefined && value.meaning !== undefined && wanted.includes(value.meaning)
        ? value.examples
        : [],
    );
  return {
    examples,
    outOfScope: meaning("out-of-scope", "small-talk"),
    personProcedures: new Set(
      read.flatMap(({ value }) =>
        value.procedure !== undefined && value.meaning === "person" ? [value.procedure] : [],
      ),
    ),
    words,
    foreignWords,
  };
}

function unknownProcedure({ file, placeOf }: Read, name: string): BlueprintProblem {
  const message = `There is no procedure ${name}. Add procedures/${name}.md, or mend the name.`;
  return { code: "PUR-2107", path: file.path, ...placeOf(["procedure"]), message };
}
