import type { Json } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "../../system-client.ts";
import type { WorldUnderTest, WriteFault } from "./world-under-test.ts";

/** What a system answers to one request; it has done what it was asked when it returns. */
export type Answering = (request: SystemRequest) => { status: number; body: Json };

/** A system of record in this process, with what may befall its writes: the parts of a `WorldUnderTest` that it gives. */
export type SystemInProcess = Pick<WorldUnderTest, "fault" | "heal"> & { client: SystemClient };

/** Makes a system of a function. A reading is answered whatever befalls the writes, but for a system that is down. */
export function systemInProcess(answer: Answering): SystemInProcess {
  let fault: WriteFault | null = null;
  return {
    client: { request: (request) => Promise.resolve(replyTo(request, fault, answer)) },
    fault: (befalls) => (fault = befalls),
    heal: () => (fault = null),
  };
}

function replyTo(request: SystemRequest, fault: WriteFault | null, answer: Answering): SystemReply {
  if (fault === "refused-connection") return { kind: "notSent", detail: "The connection was refused." };
  const befalls = request.method === "GET" ? null : fault;
  if (befalls === "time-out-before") return { kind: "noAnswer", detail: "There was no answer." };
  const { status, body } = answer(request);
  if (befalls === "time-out-after") return { kind: "noAnswer", detail: "There was no answer." };
  if (befalls === "malformed-after") return { kind: "garbled", status, detail: "The answer is no JSON." };
  if (befalls === "server-error-after") return { kind: "answered", status: 502, body: null };
  return { kind: "answered", status, body: befalls === "wrong-shape-after" ? { unexpected: true } : body };
}
