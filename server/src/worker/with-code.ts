import type { SystemClient, ToolContext } from "@purser/kit";
import { oneTimeCodeOf } from "@purser/kit/audit";
import type { OperationResult } from "../tools/operation.ts";
import type { StepContext } from "./step-context.ts";

/**
 * The action that mails a one-time code gets the code, and her whom it is for as its customer: the case is about nobody
 * yet. Every other operation stays as it is.
 */
export function withCode(prepared: OperationResult, { state, world, blueprint }: StepContext): OperationResult {
  const { code } = state.identification;
  if (prepared.kind !== "ready" || prepared.operation.name !== blueprint.settings.customers?.sendCode) return prepared;
  if (code === null || code.addressee === null)
    return { kind: "impossible", detail: "Nobody has asked for a code in this case." };
  const { operation } = prepared;
  const { addressee, requestId } = code;
  const source = { tenant: state.tenant, caseId: state.caseId, requestId };
  const addressed = (context: ToolContext): ToolContext => ({
    ...context,
    customer: addressee,
    systems: Object.fromEntries(
      Object.entries(context.systems).map(([name, client]) => [name, clientFor(addressee.ref, client)]),
    ),
    oneTimeCode: oneTimeCodeOf(source, world.deploymentSecret),
  });
  return {
    kind: "ready",
    operation: {
      ...operation,
      readFacts: (context) => operation.readFacts(addressed(context)),
      execute: (context, ...more) => operation.execute(addressed(context), ...more),
      verify: (context, ...more) => operation.verify(addressed(context), ...more),
    },
  };
}

function clientFor(customerRef: string, client: SystemClient): SystemClient {
  return {
    ...client,
    request: (request) =>
      client.request({ ...request, headers: { ...request.headers, "purser-customer": customerRef } }),
  };
}
