import type { Blueprint } from "../../blueprint/blueprint.ts";
import { formatProblem } from "../../blueprint/reading/problem.ts";
import { propertiesFile } from "../../blueprint/properties.ts";
import { type Proof, proofAsJson } from "../../proofs/proof.ts";
import { proveProperty } from "../../proofs/prove-property.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

/** Proves the blueprint's properties one after the other, and fails unless each of them is proved. */
export async function proveGuardrails(
  blueprint: Blueprint,
  { json }: { json: boolean },
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const { properties, settings, directory } = blueprint;
  const solver = await runtime.openSolver();
  const proofs: Proof[] = [];
  try {
    for (const property of properties) {
      const proof = await proveProperty(property, blueprint, { isSingleOperator: settings.singleOperator }, solver);
      proofs.push(proof);
      if (!json) for (const line of linesOf(proof)) terminal.print(line);
    }
  } finally {
    await solver.close();
  }
  if (json) terminal.print(JSON.stringify({ blueprint: directory, problems: [], proofs: proofs.map(proofAsJson) }));
  else terminal.print(conclusion(proofs, settings.name));
  if (proofs.some(({ kind }) => kind !== "proved")) throw new CommandFailed();
}

function linesOf(proof: Proof): readonly string[] {
  const { name } = proof.property;
  if (proof.kind === "proved") return [`proved  ${name}`];
  const code = proof.kind === "refuted" ? "PUR-2193" : "PUR-2194";
  const verdict = proof.kind === "refuted" ? "does not hold" : "is not proved";
  const [first = "", ...rest] = proof.sentences;
  return [
    formatProblem({ ...proof.property, code, message: `"${name}" ${verdict}. ${first}` }),
    ...rest.map((sentence) => `  ${sentence}`),
  ];
}

function conclusion(proofs: readonly Proof[], name: string): string {
  const count = (kind: Proof["kind"]) => proofs.filter((proof) => proof.kind === kind).length;
  if (proofs.length === 0) return `${name}: there is nothing to prove; ${propertiesFile} says what is claimed.`;
  const parts = [`${count("proved")} of ${proofs.length} properties proved`];
  if (count("refuted") > 0) parts.push(`${count("refuted")} refuted`);
  if (count("not-proved") > 0) parts.push(`${count("not-proved")} neither proved nor refuted`);
  return `${name}: ${parts.join(", ")}, for all arguments, facts and totals that the tools' schemas allow.`;
}
