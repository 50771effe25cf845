import {
  auditReportSchema,
  caseViewSchema,
  customerExportSchema,
  customerFileSchema,
  customerRecordSchema,
  erasureReportSchema,
  eventPageSchema,
  problemSchema,
  PurserError,
  whySchema,
} from "@purser/contract";
import { describe, expect, test } from "vitest";
import { apiKeyOf } from "./authenticate.ts";
import { type TestApi, openApi } from "./testing/test-api.ts";
import { withTornCases } from "./testing/test-torn-store.ts";

async function openDoneCall(api: TestApi) {
  const caseId = await api.opened({ text: "refund 2000", customer: "C-1", level: 2 });
  const { calls } = await api.until(caseId, "resolved");
  return { caseId, key: calls[0]?.key ?? "" };
}

describe("a customer", () => {
  const adminKey = "pur_admin_0123456789";
  const asAdmin = { authorization: `Bearer ${adminKey}` };
  const adminsKey = apiKeyOf(adminKey, { id: "tm-admin", role: "admin", scopes: ["desk"] });
  const path = "/v1/customers/C-1";

  test("is erased by an admin who names her twice after a lead has asked, and her cases say nothing any more", async () => {
    const api = await openApi({ keys: [adminsKey] });
    const { caseId, key } = await openDoneCall(api);
    const erase = (body: object) => ["POST", `${path}/erase`, body, asAdmin] as const;
    const plan = await api.json(erasureReportSchema, 200, ...erase({ dryRun: true }));
    expect(plan).toMatchObject({ caseIds: [caseId], obstacles: [], isErased: false });
    expect((await api.json(problemSchema, 409, ...erase({ confirm: "C-1" }))).code).toBe("PUR-2171");
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "erase", legalBasis: "Art. 17" });
    const asked = await api.json(customerFileSchema, 200, "GET", path, undefined, asAdmin);
    expect(asked.mayCarryOut).toEqual(["erase"]);
    expect((await api.json(customerFileSchema, 200, "GET", path)).mayCarryOut).toEqual([]);
    expect((await api.json(problemSchema, 409, ...erase({ confirm: "C-2" }))).code).toBe("PUR-2183");
    expect(await api.json(erasureReportSchema, 200, ...erase({ confirm: "C-1" }))).toMatchObject({ isErased: true });
    expect((await api.json(problemSchema, 410, "GET", `/v1/cases/${caseId}`)).code).toBe("PUR-2182");
    expect((await api.json(problemSchema, 404, "GET", `/v1/calls/${key}`)).code).toBe("PUR-2002");
    const log = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    expect(log.events.flatMap(({ kind, body }) => (body === null ? [] : [kind]))).toEqual(["case.erased"]);
    expect((await api.json(auditReportSchema, 200, "GET", "/v1/audit/verify")).problem).toBeNull();
    expect((await api.json(problemSchema, 404, ...erase({ confirm: "C-1" }))).code).toBe("PUR-2002");
    const file = await api.json(customerFileSchema, 200, "GET", `/v1/customers/${plan.customerId}`);
    expect(file.requests).toEqual([]);
    expect(file.records.map(({ by, entry }) => [by, entry.kind])).toEqual([
      ["tm-local", "request.made"],
      ["tm-admin", "request.carried-out"],
    ]);
  });

  test("is erased by nobody who asked for it, and by nobody below an admin", async () => {
    const api = await openApi({ keys: [adminsKey] });
    const { caseId } = await openDoneCall(api);
    const request = { what: "erase", legalBasis: "Art. 17" };
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, request, asAdmin);
    const erase = (headers: Record<string, string>) =>
      api.json(problemSchema, 403, "POST", `${path}/erase`, { confirm: "C-1" }, headers);
    const file = (headers: Record<string, string>) =>
      api.json(customerFileSchema, 200, "GET", path, undefined, headers);
    expect((await file(asAdmin)).mayCarryOut).toEqual([]);
    expect((await erase(asAdmin)).code).toBe("PUR-2172");
    expect((await erase({})).code).toBe("PUR-2172");
    expect((await api.ask("GET", `/v1/cases/${caseId}`)).status).toBe(200);
  });

  test("is erased by who works alone in the single-operator mode, and the record says so", async () => {
    const api = await openApi({ settings: { singleOperator: true } });
    const { caseId } = await openDoneCall(api);
    const { customerId } = await api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`);
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "erase", legalBasis: "Art. 17" });
    await api.json(erasureReportSchema, 200, "POST", `${path}/erase`, { confirm: "C-1" });
    const { records } = await api.json(customerFileSchema, 200, "GET", `/v1/customers/${customerId}`);
    expect(records[1]).toMatchObject({ by: "tm-local", entry: { request: 1, singleOperator: true } });
  });

  test("is not erased while a hold stands, whose basis the refusal names; setting and releasing are in her cases' logs", async () => {
    const api = await openApi({ keys: [adminsKey] });
    const { caseId } = await openDoneCall(api);
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "erase", legalBasis: "Art. 17" });
    const until = "2026-02-11T00:00:00.000Z";
    const held = { basis: "Lawsuit 7 O 12/26" };
    const hold = await api.json(customerRecordSchema, 201, "POST", `${path}/holds`, held);
    // The same one twice is one.
    expect(await api.json(customerRecordSchema, 201, "POST", `${path}/holds`, held)).toEqual(hold);
    await api.json(customerRecordSchema, 201, "POST", `${path}/holds`, { basis: "Tax audit", until });
    const erase = ["POST", `${path}/erase`, { confirm: "C-1" }, asAdmin] as const;
    const { code, detail } = await api.json(problemSchema, 409, ...erase);
    expect(code).toBe("PUR-2170");
    expect(detail).toContain("Lawsuit 7 O 12/26");
    const plan = await api.json(erasureReportSchema, 200, "POST", `${path}/erase`, { dryRun: true });
    expect(plan.obstacles).toHaveLength(2);
    await api.json(customerRecordSchema, 200, "POST", `${path}/holds/${hold.number}/release`, { reason: "Settled." });
    expect((await api.json(problemSchema, 409, ...erase)).detail).toContain("Tax audit");
    const { explanations } = await api.json(whySchema, 200, "GET", `/v1/cases/${caseId}/why`);
    const told = explanations.flatMap(({ sentences }) => sentences).join("\n");
    for (const said of ["Lawsuit 7 O 12/26", "was released by tm-local: Settled.", `until ${until}: Tax audit`])
      expect(told).toContain(said);
    expect(told.split("Lawsuit")).toHaveLength(2);
    // The other one ends by itself.
    api.clock.set(until);
    expect(await api.json(erasureReportSchema, 200, ...erase)).toMatchObject({ isErased: true });
  });

  test("is exported by an admin once for each time that a lead asks, with what her cases say", async () => {
    const api = await openApi({ keys: [adminsKey] });
    const { caseId } = await openDoneCall(api);
    const take = ["POST", `${path}/export`, {}, asAdmin] as const;
    expect((await api.json(problemSchema, 409, ...take)).code).toBe("PUR-2171");
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "export", legalBasis: "Art. 15" });
    expect((await api.json(problemSchema, 403, "POST", `${path}/export`)).code).toBe("PUR-2172");
    const found = await api.json(customerExportSchema, 200, ...take);
    expect(found.cases.map((each) => each.caseId)).toEqual([caseId]);
    expect(JSON.stringify(found)).toContain("refund 2000");
    expect((await api.json(problemSchema, 409, ...take)).code).toBe("PUR-2171");
  });

  test("is exported though one of her cases cannot be read, which the export names", async () => {
    const torn = new Set<string>();
    const api = await openApi({ keys: [adminsKey], store: withTornCases(torn) });
    const [{ caseId }, other] = [await openDoneCall(api), await openDoneCall(api)];
    torn.add(other.caseId);
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "export", legalBasis: "Art. 15" });
    const found = await api.json(customerExportSchema, 200, "POST", `${path}/export`, {}, asAdmin);
    expect(found.cases.map((each) => each.caseId)).toEqual([caseId]);
    expect(found.unreadable).toEqual([{ caseId: other.caseId, why: "A body does not open." }]);
  });

  test("is not used up where her cases cannot be read just now", async () => {
    let isDown = false;
    const down = (): never => {
      throw new PurserError("PUR-1005", "Connection refused.");
    };
    const api = await openApi({
      keys: [adminsKey],
      store: (store) => ({ ...store, readEvents: async (...range) => (isDown ? down() : store.readEvents(...range)) }),
    });
    await openDoneCall(api);
    await api.json(customerRecordSchema, 201, "POST", `${path}/requests`, { what: "export", legalBasis: "Art. 15" });
    isDown = true;
    const take = ["POST", `${path}/export`, {}, asAdmin] as const;
    expect((await api.json(problemSchema, 503, ...take)).code).toBe("PUR-1005");
    isDown = false;
    expect((await api.json(customerExportSchema, 200, ...take)).cases).toHaveLength(1);
  });

  test("is nothing that a teammate decides about", async () => {
    const teammateKey = "pur_mate_0123456789";
    const api = await openApi({
      keys: [apiKeyOf(teammateKey, { id: "tm-mate", role: "teammate", scopes: ["desk"] })],
    });
    await openDoneCall(api);
    const headers = { authorization: `Bearer ${teammateKey}` };
    for (const [method, at, body] of [
      ["GET", path, undefined],
      ["POST", `${path}/holds`, { basis: "x" }],
      ["POST", `${path}/requests`, { what: "erase", legalBasis: "x" }],
      ["POST", `${path}/erase`, { dryRun: true }],
      ["POST", `${path}/export`, {}],
    ] as const)
      expect((await api.json(problemSchema, 403, method, at, body, headers)).code).toBe("PUR-2007");
  });
});
