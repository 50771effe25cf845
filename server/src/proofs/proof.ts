import type { JsonObject } from "@purser/contract";
import type { PolicyQuestion } from "@purser/kit";
import type { Property } from "../blueprint/properties.ts";

/** What became of a property. Only `proved` claims anything of what was not tried. */
export type Proof =
  | { kind: "proved"; property: Property; questions: number }
  | { kind: "refuted"; property: Property; sentences: readonly string[]; examples: readonly PolicyQuestion[] }
  | { kind: "not-proved"; property: Property; sentences: readonly string[] };

/** A proof as JSON, with the file and line of its property. */
export function proofAsJson(proof: Proof): JsonObject {
  const { path, line, name } = proof.property;
  const base = { kind: proof.kind, property: name, path, line };
  switch (proof.kind) {
    case "proved":
      return { ...base, questions: proof.questions };
    case "refuted":
      return { ...base, sentences: [...proof.sentences], examples: proof.examples.map((example) => ({ ...example })) };
    case "not-proved":
    default:
      return { ...base, sentences: [...proof.sentences] };
  }
}
