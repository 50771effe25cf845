import { z } from "zod";
import { putRecord, recordsOf } from "../customer-records.ts";
import { refusedByVersion } from "../precondition.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
} from "../route.ts";
import { boxIdSchema, type Box, type OmsState } from "./data.ts";

const boxPathSchema = z.strictObject({ boxId: boxIdSchema });

const listBoxes = customerRead({
  path: "/boxes",
  pathValues: nothingSchema,
  query: nothingSchema,
  find: ({ customerRef }, { state }: Surroundings<OmsState>) => ({
    kind: "found",
    body: { boxes: recordsOf(state.boxes, customerRef) },
  }),
});

const readBox = customerRead({
  path: "/boxes/:boxId",
  pathValues: boxPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<OmsState>) {
    const found = boxOf(state, pathValues.boxId, customerRef);
    return found === null ? notFound("box") : { kind: "found", body: { box: found } };
  },
});

/** What each operation makes of a box, and what it takes back. */
const changes = {
  "box-stop": { path: "/boxes/:boxId/stop", to: "stopped", takesBack: null },
  "box-plan": { path: "/boxes/:boxId/plan", to: "planned", takesBack: "box-stop" },
} as const;

function changeBox(operation: keyof typeof changes) {
  const { path, to, takesBack } = changes[operation];
  return write({
    method: "POST",
    path,
    operation,
    pathValues: boxPathSchema,
    body: noBodySchema,
    object: ({ pathValues }) => pathValues.boxId,
    perform({ pathValues, caller, customerRef }, { state, past }: Surroundings<OmsState>) {
      const found = boxOf(state, pathValues.boxId, customerRef);
      if (found === null) return notFound("box");
      const refused = refusedByVersion(caller, { id: found.boxId, version: found.version }, past);
      if (refused !== null) return refused;
      if (found.status === to) return refuse(409, `already-${to}`, `The box is ${to} already.`);
      const lastKeys = caller.key === null ? found.lastKeys : { ...found.lastKeys, [operation]: caller.key };
      const changed: Box = { ...found, status: to, version: found.version + 1, lastKeys };
      putRecord(state.boxes, found.boxId, changed);
      const answer = { status: 200, body: { box: changed }, object: found.boxId, result: found.boxId };
      if (takesBack === null) return { kind: "effect", ...answer };
      return { kind: "reversal", ...answer, reverses: found.lastKeys[takesBack] ?? null };
    },
  });
}

function boxOf(state: OmsState, boxId: string, customerRef: string): Box | null {
  const found = state.boxes[boxId];
  return found?.customerRef === customerRef ? found : null;
}

/** The outfit boxes that the warehouse is to pack. */
export const boxRoutes: readonly Route<OmsState>[] = [listBoxes, readBox, changeBox("box-stop"), changeBox("box-plan")];
