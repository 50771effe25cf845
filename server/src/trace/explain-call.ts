import { type CallFinding, type CallOutcome, type EventBody, unreachable } from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { fieldsText, plural, sentence } from "./value-text.ts";

export function explainStart(
  { tool, args, attempt, undoOf, pauseIds }: EventBody<"call.started">,
  names: CaseNames,
): string[] {
  const what = undoOf === null ? names.tool(tool) : `the undo of ${names.tool(tool)}`;
  const fields = fieldsText(args);
  return [
    `${attempt === 1 ? "Began" : `Began again (attempt ${attempt})`}: ${what}${fields === "" ? "" : ` where ${fields}`}.`,
    ...pauseIds.map((pauseId) => `It uses up the yes to ${names.pause(pauseId)}.`),
  ];
}

export function explainEnd({ key, outcome }: EventBody<"call.ended">, names: CaseNames): string[] {
  return [sentence(`${names.call(key)} ${outcomeText(outcome)}`)];
}

function outcomeText(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case "done":
      return `answered that it is done${withFields(outcome.result)}`;
    case "refused":
      return `was refused, nothing changed (${outcome.code}): ${outcome.detail}`;
    case "failed":
      return `failed and is known not to have happened (${outcome.code}): ${outcome.detail}`;
    case "unknown":
      return `did not say whether it happened (${outcome.code}): ${sentence(outcome.detail)} It is looked up before anything is repeated`;
    default:
      return unreachable(outcome);
  }
}

export function explainFinding({ key, finding, values }: EventBody<"call.verified">, names: CaseNames): string[] {
  const known = fieldsText(values);
  return [
    sentence(`Read back, ${names.call(key)} ${findingText(finding)}`),
    ...(known === "" ? [] : [`So it is known that ${known}.`]),
  ];
}

function findingText(finding: CallFinding): string {
  switch (finding.kind) {
    case "done":
      return `is done${withFields(finding.result)}`;
    case "not-done":
      return `${finding.settled ? "has not happened" : "does not show yet"}: ${finding.detail}`;
    case "key-safe":
      return `cannot be looked up, and sending the same key again is harmless: ${finding.detail}`;
    case "doubled":
      return `shows more than one effect under its key; a person must look: ${finding.detail}`;
    case "unknown":
      return `could not be found out: ${finding.detail}`;
    default:
      return unreachable(finding);
  }
}

export function explainUndo({ key, isUndone, residue }: EventBody<"undo.ended">, names: CaseNames): string[] {
  if (!isUndone) return [`${names.call(key)} could not be taken back.`];
  return [`${names.call(key)} has been taken back.`, ...(residue === null ? [] : [sentence(`What stays: ${residue}`)])];
}

export function explainReads({ reads }: EventBody<"facts.read">, names: CaseNames): string[] {
  return reads.map(({ tool, args, outcome, values }) => {
    const given = fieldsText(args);
    const asked = given === "" ? names.tool(tool) : `${names.tool(tool)} where ${given}`;
    if (outcome.kind !== "found") return sentence(`Looked up ${asked}: ${outcome.kind}, ${outcome.detail}`);
    const known = fieldsText(values);
    return `Looked up ${asked}: found${known === "" ? `, ${plural(Object.keys(outcome.result).length, "field")}` : `, ${known}`}.`;
  });
}

function withFields(fields: Parameters<typeof fieldsText>[0]): string {
  const text = fieldsText(fields);
  return text === "" ? "" : `: ${text}`;
}
