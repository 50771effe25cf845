import { type CallView, type CaseId, type UndoPreview, callKeySchema, undoCallRequestSchema } from "@purser/contract";
import { z } from "zod";
import { readCall } from "../../conversations/read-call.ts";
import { requestUndo } from "../../conversations/request-undo.ts";
import { previewUndo } from "../../worker/preview-undo.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

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
  handle: async ({ path: { key }, body, caller }, { desk, world }) => {
    if (body.dryRun) return json<UndoPreview>(await previewUndo(key, world));
    return json<{ caseId: CaseId }>(await requestUndo(key, body.reason, caller.id, desk), 202);
  },
});

export const callRoutes: readonly Route[] = [read, undo];
