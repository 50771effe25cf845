import { deploymentStateSchema, problemSchema } from "@purser/contract";
import { FakeClock } from "@purser/kit/testing";
import type { SystemClient, SystemReply } from "@purser/kit";
import { describe, expect, it } from "vitest";
import { apiKeyOf } from "../authenticate.ts";
import { watchSystems } from "./system-watch.ts";
import { type TestApi, openApi } from "../testing/test-api.ts";

const keyFor = (role: "admin" | "teammate" | "auditor") =>
  apiKeyOf(`pur_${role}_0123456789`, { id: `tm-${role}`, role, scopes: ["desk"] });
const as = (role: "admin" | "teammate" | "auditor") => ({ authorization: `Bearer pur_${role}_0123456789` });

const openWithPeople = (): Promise<TestApi> =>
  openApi({ keys: [keyFor("admin"), keyFor("teammate"), keyFor("auditor")] });

describe("the state of a deployment", () => {
  it("tells leads, admins and auditors how systems, channels and checks are doing, and nobody else", async () => {
    const api = await openWithPeople();
    for (const headers of [{}, as("admin"), as("auditor")]) {
      const state = await api.json(deploymentStateSchema, 200, "GET", "/v1/settings/state", undefined, headers);
      expect(state.systems).toMatchObject([{ name: "payments", reach: "reachable", why: null, missing: [] }]);
      expect(state.channels).toMatchObject([{ name: "chat", openedLastDay: 0 }]);
      expect(state.readiness.ready).toBe(true);
      expect(state.mail).toEqual({ state: "unused", missing: [] });
    }
    const refused = await api.json(problemSchema, 403, "GET", "/v1/settings/state", undefined, as("teammate"));
    expect(refused.code).toBe("PUR-2007");
  });

  it("counts the calls that the worker made", async () => {
    const api = await openWithPeople();
    const caseId = await api.opened({ text: "refund 2000", customer: "C-1", level: 2 });
    await api.until(caseId, "resolved");
    const { systems } = await api.json(deploymentStateSchema, 200, "GET", "/v1/settings/state");
    expect(systems[0]?.calls.made).toBeGreaterThan(0);
    expect(systems[0]?.calls.failed).toBe(0);
    expect(systems[0]?.lastAnswerAt).not.toBeNull();
  });
});

describe("a watched system", () => {
  const start = "2026-02-10T07:00:00.000Z";
  const answered: SystemReply = { kind: "answered", status: 404, body: null };
  const system = { name: "shop", kind: "http", hasAddress: true, missing: async () => [] } as const;
  const watchOf = (client: SystemClient) => {
    const clock = new FakeClock(start);
    const watch = watchSystems({ shop: client }, () => clock.now());
    const call = () => watch.systems["shop"]?.request({ method: "GET", path: "/orders" });
    return { clock, call, read: async () => (await watch.read([system]))[0] };
  };

  it("is reachable whatever it answers, since it first did, and unreachable since it first did not", async () => {
    let reply: SystemReply = answered;
    const { clock, read } = watchOf({ request: async () => reply });
    expect(await read()).toMatchObject({ reach: "reachable", since: start, why: null });
    clock.advance(60_000);
    expect(await read()).toMatchObject({ reach: "reachable", since: start, lastAnswerAt: "2026-02-10T07:01:00.000Z" });
    reply = { kind: "notSent", detail: "The connection was refused." };
    clock.advance(60_000);
    const lost = { reach: "unreachable", since: "2026-02-10T07:02:00.000Z", why: "The connection was refused." };
    expect(await read()).toMatchObject(lost);
    clock.advance(60_000);
    expect(await read()).toMatchObject({ ...lost, lastAnswerAt: "2026-02-10T07:01:00.000Z" });
  });

  it("is asked once for who looks often, and not at all while calls are answered", async () => {
    let asked = 0;
    const { call, clock, read } = watchOf({
      request: async ({ path }) => {
        if (path === "/") asked += 1;
        return answered;
      },
    });
    await Promise.all([read(), read(), read()]);
    expect(asked).toBe(1);
    clock.advance(60_000);
    await call();
    await read();
    expect(asked).toBe(1);
  });

  it("counts calls of the last hour and those that failed, and forgets older ones; a look is no call", async () => {
    let reply: SystemReply = { kind: "answered", status: 503, body: null };
    const { call, clock, read } = watchOf({ request: async () => reply });
    await call();
    reply = answered;
    clock.advance(30 * 60_000);
    await call();
    expect(await read()).toMatchObject({ calls: { made: 2, failed: 1 } });
    clock.advance(40 * 60_000);
    expect(await read()).toMatchObject({ calls: { made: 1, failed: 0 } });
  });

  it("that never answers makes nobody wait, and one that throws is unreachable", async () => {
    const { read } = watchOf({ request: async () => answered, reach: () => Promise.reject(new Error("no")) });
    expect(await read()).toMatchObject({ reach: "unreachable", why: "It does not answer within 3 seconds." });
  });

  it("without an address names what would give one", async () => {
    const watch = watchSystems({}, () => new FakeClock(start).now());
    const missing = [{ what: "address" as const, name: "SHOP_URL" }];
    const [state] = await watch.read([{ ...system, hasAddress: false, missing: async () => missing }]);
    expect(state).toMatchObject({ reach: "no-address", missing });
  });
});
