import type { Json } from "@purser/contract";
import { z } from "zod";
import { faultRuleSchema, type FaultSwitch } from "./faults.ts";
import { ledgerPart, type Ledger } from "./ledger.ts";

export type ControlAnswer = { status: number; body: Json };

/**
 * The routes that every system has beside its business: health, ledger, faults. No fault befalls them, and they leave
 * no trace in the ledger. Null when the path is none of them.
 */
export function answerControl(
  request: { method: string; path: string; body: Json | undefined },
  system: { name: string; ledger: Ledger; faults: FaultSwitch },
): ControlAnswer | null {
  const { ledger, faults } = system;
  switch (`${request.method} ${request.path}`) {
    case "GET /healthz":
      return { status: 200, body: { system: system.name } };
    case "GET /ledger/effects":
      return { status: 200, body: ledgerPart(ledger, "effects") };
    case "GET /ledger/calls":
      return { status: 200, body: ledgerPart(ledger, "calls") };
    case "GET /ledger/reads":
      return { status: 200, body: ledgerPart(ledger, "reads") };
    case "GET /faults":
      return { status: 200, body: { rules: [...faults.rules] } };
    case "POST /faults":
      return addFault(request.body, faults);
    case "DELETE /faults":
      faults.clear();
      return { status: 200, body: { rules: [] } };
    default:
      return null;
  }
}

function addFault(body: Json | undefined, faults: FaultSwitch): ControlAnswer {
  const rule = faultRuleSchema.safeParse(body);
  if (!rule.success)
    return { status: 400, body: { error: { code: "malformed", message: z.prettifyError(rule.error) } } };
  faults.add(rule.data);
  return { status: 201, body: { rules: [...faults.rules] } };
}
