import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CaseEvent } from "@purser/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { createOpenApiSystem, type OpenApiSystem } from "../../server/src/connectors/openapi/index.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { startWorker } from "../scenarios/worker-in-real-time.ts";
import { layOutReturns } from "./returns-blueprint.ts";
import { opensChat } from "../scenarios/opens-chat.ts";

type Return = { returnId: string; orderId: string; reason: string; key: string; state: "open" | "cancelled" };
type Seen = { method: string; url: string; key: string; customer: string };

/** A shop behind HTTP that has never heard of Purser. */
type Shop = {
  url: string;
  returns: Return[];
  seen: Seen[];
  isReturnable: boolean;
  /** Carries the next write out and ends the connection instead of answering. */
  losesNextAnswer: boolean;
};

let server: Server;
let shop: Shop;
let system: OpenApiSystem;
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "purser-returns-"));
  layOutReturns(directory);
  shop = { url: "", returns: [], seen: [], isReturnable: true, losesNextAnswer: false };
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://shop");
      const method = request.method ?? "";
      const key = String(request.headers["idempotency-key"] ?? "");
      shop.seen.push({ method, url: url.pathname, key, customer: url.searchParams.get("customerId") ?? "" });
      const answer = answerOf(method, url, key, body);
      if (method === "POST" && shop.losesNextAnswer) {
        shop.losesNextAnswer = false;
        return response.destroy();
      }
      return response
        .writeHead(answer === null ? 404 : 200, { "content-type": "application/json" })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  shop.url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  system = createOpenApiSystem({
    name: "shop",
    document: { kind: "text", read: async () => readFileSync(join(directory, "openapi/shop.yaml"), "utf8") },
    url: shop.url,
    allowPrivate: true,
    headers: {},
    timeoutMs: 2_000,
    readSecret: async () => "",
    nowMs: () => 0,
  });
});
afterEach(async () => {
  await system.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

function answerOf(method: string, { pathname, searchParams }: URL, key: string, body: string): unknown {
  const [, kind, id = "", what] = pathname.split("/");
  if (kind === "returns" && method === "GET")
    return { returns: shop.returns.filter((each) => each.key === searchParams.get("requestId")) };
  if (kind === "returns" && what === "cancellation") {
    const made = shop.returns.find(({ returnId }) => returnId === id);
    if (made !== undefined) made.state = "cancelled";
    return made ?? null;
  }
  if (id !== "L-10001" || searchParams.get("customerId") !== "C-1") return null;
  if (method === "GET") return { orderId: id, state: "delivered", isReturnable: shop.isReturnable };
  const known = shop.returns.find((each) => each.key === key);
  if (known !== undefined) return known;
  const { reason } = z.object({ reason: z.string() }).parse(JSON.parse(body));
  const made: Return = { returnId: `R-${shop.returns.length + 1}`, orderId: id, reason, key, state: "open" };
  shop.returns.push(made);
  return made;
}

/** A customer's case with the tools of the overlay and nothing else, in which she writes and is answered. */
async function openReturnCase(customerRef: string, text: string) {
  const loaded = await loadBlueprint(directory, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const { desk, until, stop } = await startWorker(loaded.value, rulesReasoner, { shop: system });
  const caseId = await opensChat(customerRef, text, desk);
  const events = async (): Promise<CaseEvent[]> =>
    (await desk.store.readEvents(desk.tenant, caseId, 0, 500)).flatMap(({ event }) => event ?? []);
  const said = async () =>
    (await events()).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  return {
    desk,
    stop,
    events,
    says: (more: string) => receiveMessage(caseId, { text: more, provider: "chat", deliveryId: more }, desk),
    /** Her messages so far answered by so many. */
    answers: async (count: number): Promise<readonly string[]> => {
      await until(async () => (await said()).length >= count);
      return said();
    },
    state: async () => (await readCaseNow(caseId, desk)).state,
    status: async () => (await readCaseNow(caseId, desk)).row.status,
    until,
  };
}

const wish = "I want to send my order back, it is L-10001";
const asked = "Send order L-10001 back, because it is broken? Shall I go ahead? Please answer yes or no.";

test("a tool that only a document and an overlay make resolves a case over HTTP, and is taken back", async () => {
  const { desk, stop, says, answers, state, status, until, events } = await openReturnCase("C-1", wish);
  expect(await answers(1)).toEqual([asked]);
  expect(shop.returns).toEqual([]);
  await says("yes");
  expect(await answers(2)).toEqual([asked, "Your return R-1 is announced."]);
  expect(await until(async () => (await status()) === "resolved")).toBe(true);
  const [call] = (await state()).doneCalls;
  if (call === undefined) throw new Error("Nothing is done.");
  expect(shop.returns).toMatchObject([{ returnId: "R-1", orderId: "L-10001", state: "open", key: call.key }]);
  expect(new Set(shop.seen.filter(({ url }) => url.startsWith("/orders")).map(({ customer }) => customer))).toEqual(
    new Set(["C-1"]),
  );

  await requestUndo(call.key, "She has found out that it works.", desk.id("tm"), desk);
  expect(await until(async () => (await state()).doneCalls[0]?.isUndone === true)).toBe(true);
  await stop();
  expect(shop.returns).toMatchObject([{ state: "cancelled" }]);
  const [created, cancelled, ...others] = shop.seen.filter(({ method }) => method === "POST");
  expect([created?.url, cancelled?.url, others]).toEqual(["/orders/L-10001/returns", "/returns/R-1/cancellation", []]);
  expect(cancelled?.key).not.toBe(created?.key);
  const judged = (await events()).flatMap((event) =>
    event.kind === "proposal.judged" ? [event.body.judgement.verdict] : [],
  );
  expect(judged.length).toBeGreaterThan(2);
});

test("an answer that is lost on its way is found out, and the order is sent back once", async () => {
  const { stop, says, answers } = await openReturnCase("C-1", wish);
  await answers(1);
  shop.losesNextAnswer = true;
  await says("yes");
  expect((await answers(2)).at(-1)).toBe("Your return R-1 is announced.");
  await stop();
  expect(shop.returns).toHaveLength(1);
});

test("what the guardrails forbid of the facts of the document's system is not called", async () => {
  shop.isReturnable = false;
  const { stop, answers } = await openReturnCase("C-1", wish);
  expect(await answers(1)).toEqual(["I'm sorry, I cannot take that back. It was bought too long ago to be sent back."]);
  await stop();
  expect(shop.seen.filter(({ method }) => method === "POST")).toEqual([]);
});

test("another customer's order is not there for her", async () => {
  const { stop, answers } = await openReturnCase("C-2", wish);
  const [told] = await answers(1);
  await stop();
  expect(told).not.toContain("Send order");
  expect(shop.returns).toEqual([]);
});
