import { approvalsOf, type Assurance } from "@purser/contract";
import type { SolverValue } from "@purser/kit";

const longestText = 60;

/** An assurance for a person: `identity level 2, her confirmation and the approval of a lead`. */
export function assuranceInWords(assurance: Assurance): string {
  const { identity, confirmed, approverRole } = assurance;
  const approvals = approvalsOf(assurance);
  return enumeration([
    `identity level ${identity}`,
    ...(confirmed ? ["the customer's confirmation"] : []),
    ...(approvals === 0 || approverRole === null ? [] : [approvalInWords(approverRole, approvals)]),
  ]);
}

/** The least of what suffices: `identity level 2; or identity level 0 and the approval of a teammate`. */
export function anyAssuranceInWords(assurances: readonly Assurance[]): string {
  return assurances.map(assuranceInWords).join("; or ");
}

/** What an example consists of: `args.amountMinor = 10001, facts.daysSinceDelivery absent`. */
export function partsInWords(parts: ReadonlyMap<string, SolverValue | null>): string {
  const said = [...parts].map(([path, value]) => (value === null ? `no ${path}` : `${path} = ${valueInWords(value)}`));
  return said.length === 0 ? "any arguments, facts and totals" : said.join(", ");
}

export function enumeration(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "nothing";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

function approvalInWords(role: string, approvals: number): string {
  return approvals === 1 ? `the approval of a ${role}` : `the approvals of ${approvals} people with the role ${role}`;
}

function valueInWords(value: SolverValue): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  return `[${value.map(valueInWords).join(", ")}]`;
}
