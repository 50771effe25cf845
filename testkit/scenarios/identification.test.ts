import { hours } from "@purser/kit";
import { describe, expect, test } from "vitest";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { changeIdentity } from "../../server/src/conversations/customers/change-identity.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { checkHistory } from "../check/check-history.ts";
import { collectHistory } from "../sim/collect-history.ts";
import type { Disturbance } from "../sim/disturbance.ts";
import { openSimulation, type Simulation } from "../sim/simulation.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { orderOf } from "./requests.ts";
import { moment, Visitor } from "./visitor.ts";

/** Looks up the orders, and tells all that it finds. */
const talkative: Reasoner = {
  name: "talkative",
  think: async ({ state }) => {
    const orders = state.values["orders"]?.value;
    if (orders === undefined)
      return { understood: [], step: { kind: "lookup", calls: [{ tool: "find_orders", args: {} }] }, reason: "" };
    const text = `I see ${JSON.stringify(orders)} of ${state.customerRef ?? "nobody"}.`;
    return { understood: [], step: { kind: "reply", reply: { text, claims: [] } }, reason: "" };
  },
};

async function open(disturbances: readonly Disturbance[] = [], locale = "en-US"): Promise<Simulation> {
  const opened = await larkspurOnce();
  const blueprint = { ...opened, settings: { ...opened.settings, locale } };
  return openSimulation({ seed: 1, blueprint, reasoner: talkative, disturbances });
}

/** The codes in her mailbox, the newest last. */
function codesOf(who: Landmark, { systems }: Simulation): readonly string[] {
  return systems.mail.ledger.effects.flatMap(({ args, subject }) => {
    const found = /Your code is (\d{6})/.exec(JSON.stringify(args));
    return found?.[1] === undefined || subject !== who.customerRef ? [] : [found[1]];
  });
}

async function violationsOf(simulation: Simulation): Promise<readonly string[]> {
  const shops = [simulation.systems];
  return checkHistory(await collectHistory({ ...simulation, shops, tenant: "main", acknowledged: [] }));
}

const wrongFor = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

describe("a stranger who asks for what is a customer's", () => {
  test("is told nothing of her before a code from her mailbox, and then what she asked for", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const visitor = await Visitor.comes(simulation, `Where is my order ${orderOf(who).orderId}?`);
    expect(await visitor.lastTold()).toContain("Which e-mail address do you use with us?");
    await visitor.says(who.email);
    expect(await visitor.lastTold()).toContain("If that is an address we have on file");
    const before = (await visitor.told()).join(" ");
    for (const fact of [who.name, who.firstName, who.email, who.customerRef, who.city, who.postcode, "shipped"])
      expect(before).not.toContain(fact);
    const [code = "", ...others] = codesOf(who, simulation);
    expect(others).toEqual([]);
    await visitor.says(`the code is ${code.slice(0, 3)} ${code.slice(3)}, thanks`);
    expect(await visitor.identity()).toMatchObject({ level: 1, method: "code", customerRef: who.customerRef });
    expect(await visitor.lastTold()).toContain(orderOf(who).orderId);
    const log = JSON.stringify(await visitor.events());
    expect(log).not.toContain(code);
    expect(log).not.toContain(code.slice(0, 3) + " " + code.slice(3));
    expect(await violationsOf(simulation)).toEqual([]);
  });

  test("is asked for her address and her code in the language of the shop", async () => {
    const simulation = await open([], "nl-NL");
    const who = simulation.landmarks.shippedOrder;
    const visitor = await Visitor.comes(simulation, "Waar is mijn bestelling?");
    await visitor.says(`Dat is ${who.email}`);
    const [code = ""] = codesOf(who, simulation);
    await visitor.says(wrongFor(code));
    await visitor.says(`mijn code is ${code}`);
    expect((await visitor.told()).slice(0, 3)).toEqual([
      "Voordat ik daarnaar kan kijken, moet ik weten dat u het bent. Welk e-mailadres gebruikt u bij ons? Ik stuur er een code van zes cijfers naartoe.",
      "Als dit adres bij ons bekend is, is er een code van zes cijfers naar onderweg. Schrijf die alstublieft hier; hij is tien minuten geldig.",
      expect.stringMatching(/^Dat is niet de juiste code\. .* u hebt nog \d pogingen\.$/),
    ]);
    expect(await visitor.identity()).toMatchObject({ level: 1, method: "code", customerRef: who.customerRef });
  });

  test("and names her address by herself is not asked for it", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const visitor = await Visitor.comes(simulation, `This is ${who.email.toUpperCase()}, where is my parcel?`);
    expect(await visitor.told()).toEqual([expect.stringContaining("If that is an address we have on file")]);
    expect(codesOf(who, simulation)).toHaveLength(1);
  });

  test("hears the same words for an address that is nobody's, and no digits help", async () => {
    const simulation = await open();
    const known = await Visitor.comes(simulation);
    const unknown = await Visitor.comes(simulation);
    await known.says(simulation.landmarks.shippedOrder.email);
    await unknown.says("nobody.at.all@example.com");
    await known.says("000000");
    await unknown.says("000000");
    expect(await unknown.told()).toEqual(await known.told());
    expect(simulation.systems.mail.ledger.effects).toHaveLength(1);
  });

  test("who does not know her address is found by her name, spelled as she likes, and told no address", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const [first = "", last = ""] = who.name.split(" ");
    const visitor = await Visitor.comes(simulation);
    await visitor.says(`I don't know which one I used. My name is ${first} ${last}${last.at(-1)}`);
    expect(await visitor.lastTold()).toContain("If I find you by that name");
    expect((await visitor.told()).join(" ")).not.toContain(who.email);
    const [code = "", ...others] = codesOf(who, simulation);
    expect(others).toEqual([]);
    const made = (await visitor.events()).find(({ kind }) => kind === "code.made");
    expect(made?.body).toMatchObject({ search: { confidence: 0.9, because: "has nearly this name" } });
    await visitor.says(code);
    expect(await visitor.identity()).toMatchObject({ level: 1, method: "code", customerRef: who.customerRef });
    expect(await violationsOf(simulation)).toEqual([]);
  });

  test("hears the same words for a name that is nobody's, or that of several", async () => {
    const simulation = await open();
    const known = await Visitor.comes(simulation);
    const unknown = await Visitor.comes(simulation);
    await known.says(simulation.landmarks.shippedOrder.name);
    await unknown.says("Somebody Else");
    expect(await unknown.told()).toEqual(await known.told());
    expect(simulation.systems.mail.ledger.effects).toHaveLength(1);
  });

  test("gets no more codes for many ways to write one name than for one", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const [first = "", last = ""] = who.name.split(" ");
    for (const name of [who.name, `${last} ${first}`, `${first} ${last}${last.at(-1)}`, `${first} Q. ${last}`]) {
      const visitor = await Visitor.comes(simulation);
      await visitor.says(`I am ${name}`);
    }
    expect(codesOf(who, simulation)).toHaveLength(3);
  });

  test("cannot take over a case that is known to be another customer's", async () => {
    const simulation = await open();
    const { shippedOrder: owner, refundSmall: other } = simulation.landmarks;
    const { caseId } = await openCase(
      {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerRef: owner.customerRef,
        identity: { level: 0, method: "none", expiresAt: null },
        message: { text: "Where is it?", provider: "chat", deliveryId: "owned-1" },
      },
      simulation.desk,
    );
    await simulation.run(() => false, { hours: moment });
    await receiveMessage(caseId, { text: other.email, provider: "chat", deliveryId: "owned-2" }, simulation.desk);
    await simulation.run(() => false, { hours: moment });
    expect(codesOf(other, simulation)).toEqual([]);
    expect(codesOf(owner, simulation)).toEqual([]);
  });
});

describe("a code", () => {
  test("that is wrong five times is over, even for the right one", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const visitor = await Visitor.comes(simulation);
    await visitor.says(who.email);
    const [code = ""] = codesOf(who, simulation);
    for (const tries of ["4 more tries", "3 more tries", "2 more tries", "one more try"]) {
      await visitor.says(wrongFor(code));
      expect(await visitor.lastTold()).toContain(tries);
    }
    await visitor.says(wrongFor(code));
    expect(await visitor.lastTold()).toContain("not good, or no longer");
    await visitor.says(code);
    expect(await visitor.identity()).toMatchObject({ level: 0, customerRef: null });
    expect(JSON.stringify(await visitor.events())).not.toContain(code);
    await visitor.says(who.email);
    await visitor.says(codesOf(who, simulation).at(-1) ?? "");
    expect(await visitor.identity()).toMatchObject({ level: 1 });
  });

  test("is good for ten minutes", async () => {
    for (const [minutes, level] of [
      [9, 1],
      [11, 0],
    ] as const) {
      const simulation = await open();
      const who = simulation.landmarks.shippedOrder;
      const visitor = await Visitor.comes(simulation);
      await visitor.says(who.email);
      simulation.clock.advance(minutes * 60_000 - hours(moment));
      await visitor.says(codesOf(who, simulation)[0] ?? "");
      expect(await visitor.identity()).toMatchObject({ level });
    }
  });

  test("is good once, and in its own case only", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const [one, other] = [await Visitor.comes(simulation), await Visitor.comes(simulation)];
    await one.says(who.email);
    await other.says(who.email);
    const [code = "", second = ""] = codesOf(who, simulation);
    expect(second).not.toBe(code);
    await other.says(code);
    expect(await other.identity()).toMatchObject({ level: 0 });
    await one.says(code);
    expect(await one.identity()).toMatchObject({ level: 1 });
    await changeIdentity(one.caseId, { level: 0, method: "new-sender", expiresAt: null }, simulation.desk);
    await one.says(code);
    expect(await one.identity()).toMatchObject({ level: 0, method: "new-sender" });
  });

  test("is mailed three times in an hour for one address, over all cases, and for one that is nobody's too", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    for (const address of [who.email, "nobody.at.all@example.com"]) {
      for (let count = 1; count <= 4; count += 1) {
        const visitor = await Visitor.comes(simulation);
        await visitor.says(address);
        expect(await visitor.lastTold()).toContain(count <= 3 ? "is on its way" : "Too many codes");
      }
    }
    expect(codesOf(who, simulation)).toHaveLength(3);
    simulation.clock.advance(hours(1));
    const later = await Visitor.comes(simulation);
    await later.says(who.email);
    expect(codesOf(who, simulation)).toHaveLength(4);
  });

  test("goes to no address that was changed less than three days ago, and nobody is told why", async () => {
    const simulation = await open();
    const who = simulation.landmarks.shippedOrder;
    const changed = simulation.systems.crm.handle({
      method: "PUT",
      path: `/customers/${who.customerRef}/email`,
      headers: { "purser-customer": who.customerRef },
      body: { email: "brand.new@example.com" },
    });
    expect(changed).toMatchObject({ kind: "answer", status: 200 });
    const visitor = await Visitor.comes(simulation);
    await visitor.says("brand.new@example.com");
    expect(codesOf(who, simulation)).toEqual([]);
    expect(await visitor.lastTold()).toContain("If that is an address we have on file");
  });

  test.each(["before", "after"] as const)(
    "is mailed once whenever its worker is killed %s a call, and lets her in",
    async (when) => {
      const calls = await playWith([]);
      expect(calls.workerCalls).toBeGreaterThan(10);
      for (let call = 1; call <= calls.workerCalls; call += 1) {
        const played = await playWith([{ kind: "crash", call, when }]);
        expect({ call, ...played, workerCalls: 0 }).toEqual({
          call,
          workerCalls: 0,
          mails: 1,
          level: 1,
          violations: [],
        });
      }
    },
    120_000,
  );
});

async function playWith(disturbances: readonly Disturbance[]) {
  const simulation = await open(disturbances);
  const who = simulation.landmarks.shippedOrder;
  const visitor = await Visitor.comes(simulation);
  await visitor.says(who.email);
  const codes = codesOf(who, simulation);
  await visitor.says(codes[0] ?? "");
  await visitor.rests();
  const { level } = await visitor.identity();
  return {
    mails: codes.length,
    level,
    violations: await violationsOf(simulation),
    workerCalls: simulation.scheduler.workerCalls,
  };
}
