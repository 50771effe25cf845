import {
  type CallKey,
  type CallView,
  type CaseId,
  PurserError,
  type UndoPlan,
  type UndoPreview,
  callKeySchema,
  undoCallRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { readCall } from "../../conversations/read-call.ts";
import { requestCaseUndo } from "../../conversations/request-case-undo.ts";
import { requestUndo } from "../../conversations/request-undo.ts";
import { planCaseUndo } from "../../worker/plan-case-undo.ts";
import { previewUndo } from "../../worker/preview-undo.ts";
import type { ApiServices } from "../api-services.ts";
import type { Caller } from "../authenticate.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { casePath } from "./case-routes.ts";

const callPath = z.object({ key: callKeySchema });

const read = defineRoute({
  method: "get",
  path: "/v1/calls/{key}",
  operationId: "readCall",
  summary: "Read one call: its attempts, their outcomes and what reading back found",
  tag: "calls",
  pathSchema: callPath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Call", about: "The call." }],
  problems: ["PUR-2002"],
  handle: async ({ path }, { desk }) => json<CallView>(await readCall(path.key, desk)),
});

const undo = defineRoute({
  method: "post",
  path: "/v1/calls/{key}/undo",
  operationId: "undoCall",
  summary: "Propose to take a done call back; with dryRun tell what would happen",
  tag: "calls",
  pathSchema: callPath,
  querySchema: noFields,
  body: { name: "UndoCallRequest", schema: undoCallRequestSchema },
  answers: [
    { status: 202, schema: "UndoAccepted", about: "The proposal is stored; the guard judges it like any other." },
    { status: 200, schema: "UndoPreview", about: "With dryRun: what would happen. Nothing was written." },
  ],
  problems: ["PUR-2002", "PUR-2006", "PUR-3012"],
  handle: async ({ path: { key }, body, caller }, services) =>
    body.dryRun
      ? json<UndoPreview>(await previewUndo(key, services.world))
      : json<{ caseId: CaseId }>(await undoOf(key, body.reason, caller, services), 202),
});

/**
 * Proposes to take a call back. What cannot be is refused here, with the reason; what changes from now on the guard finds.
 *
 * @throws PurserError PUR-2002 no such call · PUR-3012 it cannot be taken back.
 */
export async function undoOf(
  key: CallKey,
  reason: string,
  caller: Caller,
  { desk, world }: ApiServices,
): Promise<{ caseId: CaseId }> {
  const { possible, why } = await previewUndo(key, world);
  if (!possible) throw new PurserError("PUR-3012", why.join(" "));
  return requestUndo(key, reason, caller.id, desk);
}

const undoCase = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/undo",
  operationId: "undoCase",
  summary: "Propose to take back all of a case that can be, the last first; with dryRun tell what that is",
  tag: "cases",
  pathSchema: casePath,
  querySchema: noFields,
  body: { name: "UndoCallRequest", schema: undoCallRequestSchema },
  answers: [
    { status: 202, schema: "UndoPlan", about: "The proposal is stored; the guard judges it like any other." },
    {
      status: 200,
      schema: "UndoPlan",
      about: "What would be taken back and what stays, with dryRun or when that is all. Nothing was written.",
    },
  ],
  problems: ["PUR-2002", "PUR-2004", "PUR-2006", "PUR-2180"],
  handle: async ({ path: { caseId }, body, caller }, { desk, world }) => {
    const plan = await planCaseUndo(caseId, world);
    if (body.dryRun) return json<UndoPlan>(plan);
    const requested = await requestCaseUndo(plan, body.reason, caller.id, desk);
    return json<UndoPlan>(requested, requested.isProposed ? 202 : 200);
  },
});

export const callRoutes: readonly Route[] = [read, undo, undoCase];
