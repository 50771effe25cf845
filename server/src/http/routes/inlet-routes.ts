import {
  epochMsOf,
  type InletAnswer,
  type JsonObject,
  jsonObjectSchema,
  PurserError,
  wellFormedJson,
} from "@purser/contract";
import { z } from "zod";
import { keepLimit } from "../../conversations/keep-limit.ts";
import { receiveSignal } from "../../conversations/receive-signal.ts";
import { type Route, defineSignedRoute, json, noFields } from "../route.ts";
import { verifyWebhook } from "../verify-webhook.ts";

const receiveWebhook = defineSignedRoute({
  method: "post",
  path: "/v1/inlets/{system}",
  operationId: "receiveWebhook",
  summary: "Report something as a system of record, with a signature instead of an API key",
  tag: "inlets",
  pathSchema: z.object({ system: z.string() }),
  querySchema: noFields,
  body: { name: "JsonObject", schema: jsonObjectSchema },
  answers: [{ status: 202, schema: "InletAnswer", about: "It is in the log, or is known to be about nothing here." }],
  problems: ["PUR-2001", "PUR-2002", "PUR-2003", "PUR-2021", "PUR-2022", "PUR-2169"],
  handle: async ({ path: { system }, header, bytes }, { desk, inlets }) => {
    const inlet = inlets.get(system);
    if (inlet === undefined) throw new PurserError("PUR-2002", `There is no inlet for ${system}.`);
    if (inlet.secret === null) throw new PurserError("PUR-2021", `No secret is set for ${system}.`);
    const signed = {
      id: header("webhook-id"),
      timestamp: header("webhook-timestamp"),
      signature: header("webhook-signature"),
      body: bytes,
    };
    const deliveryId = verifyWebhook(signed, inlet.secret, epochMsOf(await desk.store.now()));
    await keepLimit("webhooks", { of: system, turnId: deliveryId }, desk);
    const taken = await receiveSignal({ system, deliveryId, body: readBody(bytes) }, inlet.rule, desk);
    const answer: InletAnswer =
      taken === "unrelated" ? { outcome: "ignored", code: "PUR-2023" } : { outcome: taken, code: null };
    return json<InletAnswer>(answer, 202);
  },
});

function readBody(bytes: Uint8Array): JsonObject {
  try {
    return jsonObjectSchema.parse(wellFormedJson(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))));
  } catch {
    throw new PurserError("PUR-2001", "The body is no JSON object.");
  }
}

export const inletRoutes: readonly Route[] = [receiveWebhook];
