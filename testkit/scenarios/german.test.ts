import type { CaseEvent, CaseId, PauseKind } from "@purser/contract";
import { type ModelScript, type ScriptedAnswer, startModelServer } from "@purser/kit/testing";
import { afterAll, afterEach, expect, test } from "vitest";
import { modelsSchema } from "../../server/src/blueprint/settings/models.ts";
import { openReasoner } from "../../server/src/cli/open-reasoner.ts";
import { answerPause } from "../../server/src/conversations/pauses/answer-pause.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { runtime } from "../../server/src/main.ts";
import { germanShop } from "./german-shop.ts";
import { loadFolder, removeLibraries } from "./library.ts";
import { opensChat } from "./opens-chat.ts";
import { startWorker } from "./worker-in-real-time.ts";

afterAll(removeLibraries);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const because = "The facts call for it.";

function call(name: string, input: object): ScriptedAnswer {
  return { call: { name, input: { ...input, because } } };
}

/** The shop with a model that answers by a script, as `purser serve` would open it, and a customer who writes. */
async function opened(script: ModelScript, changes: Readonly<Record<string, string>> = {}) {
  const server = await startModelServer({ script });
  const loaded = await loadFolder({ ...germanShop, ...changes });
  const models = modelsSchema.parse({
    small: { provider: "openai-compatible", model: "scripted", baseUrl: server.url, price: { input: 2, output: 10 } },
  });
  const settings = { ...loaded.settings, models };
  const blueprint = { ...loaded, settings };
  const reasoner = await openReasoner(blueprint, { runtime, log: () => undefined });
  const { desk, until, stop } = await startWorker(blueprint, reasoner);
  stops.push(stop, server.stop);
  let sent = 0;
  const delivery = () => {
    sent += 1;
    return { provider: "chat", deliveryId: `said-${sent}` };
  };
  const open = (text: string): Promise<CaseId> => opensChat("KUNDIN-1", text, desk, delivery());
  const events = async (caseId: CaseId): Promise<readonly CaseEvent[]> =>
    (await desk.store.readEvents("main", caseId, 0, 200)).flatMap(({ event }) => event ?? []);
  const told = async (caseId: CaseId) =>
    (await events(caseId)).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  const asked = async (caseId: CaseId, kind: PauseKind) => {
    const find = async () => (await readCaseNow(caseId, desk)).state.pauses.find((pause) => pause.kind === kind);
    await until(async () => (await find()) !== undefined);
    return (await find()) ?? expect.fail(`Nobody was asked to ${kind}: ${(await told(caseId)).join(" | ")}`);
  };
  const says = (caseId: CaseId, text: string) => receiveMessage(caseId, { text, ...delivery() }, desk);
  const approves = async (caseId: CaseId) => {
    const { pauseId, digest } = await asked(caseId, "approve");
    const by = {
      kind: "teammate",
      id: desk.id("tm"),
      role: "lead",
      authenticated: "test",
      surface: "console",
    } as const;
    await answerPause(pauseId, { decision: "yes", digest }, by, desk);
  };
  const rests = async (caseId: CaseId, status: string) => {
    const isMet = await until(async () => (await readCaseNow(caseId, desk)).row.status === status);
    expect([isMet, await told(caseId)]).toEqual([true, expect.anything()]);
  };
  const hears = async (caseId: CaseId, count: number) => {
    await until(async () => (await told(caseId)).length >= count);
    return told(caseId);
  };
  return { open, says, asked, approves, rests, told, hears };
}

/** Looks the order up, pays it back, and tells her. */
const refunds: ModelScript = ({ messages }) => {
  const prompt = messages.map(({ content }) => content).join("\n");
  if (prompt.includes("done-1"))
    return call("resolve", {
      summary: "Das Geld ist erstattet.",
      text: "Ich habe Ihnen 42,00 € für die Bestellung B-20417 erstattet.",
      claims: ["done-1"],
    });
  if (!prompt.includes('order.id = "B-20417"')) return call("find_order", { args: {} });
  return call("refund_order", { args: { orderId: "B-20417", amountMinor: 4200 } });
};

/** Words that no German sentence has, and some of which each has that speaks to a customer. */
const english = /\b(?:the|you|your|this|is|are|and|will|please|answer|yes|of|to|we|it|have|not)\b/i;
const german = /\b(?:ich|sie|ihnen|wir|ihr)\b/i;

function expectGerman(texts: readonly string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(english);
    expect(text).toMatch(german);
  }
}

test("a refund in a German shop is asked, confirmed with “ja, bitte”, approved and done, and every sentence is German", async () => {
  const shop = await opened(refunds);
  const caseId = await shop.open("Die Tischlampe ist kaputt angekommen. Ich hätte gern das Geld wieder.");
  await shop.asked(caseId, "confirm");
  await shop.says(caseId, "ja, bitte");
  await shop.approves(caseId);
  await shop.rests(caseId, "resolved");
  const texts = await shop.told(caseId);
  expectGerman(texts);
  expect(texts).toEqual([
    "42,00 € für die Bestellung B-20417 erstatten? Soll ich das beantragen? Jemand aus unserem Team muss dann noch zustimmen; Ihr Ja gilt bis Mittwoch, 11. Februar um 08:17 MEZ. Bitte antworten Sie mit Ja oder Nein.",
    "Vielen Dank. Jemand aus unserem Team muss dem noch zustimmen: 42,00 € für die Bestellung B-20417 erstatten. Sie hören bis spätestens Mittwoch, 11. Februar um 08:17 MEZ von uns.",
    "Ich habe Ihnen 42,00 € für die Bestellung B-20417 erstattet.",
  ]);
});

test("where nothing proves what the model would say, the log speaks, in German too", async () => {
  const boasts: ModelScript = (request, index) => {
    const answer = refunds(request, index);
    const isEnd = answer !== null && typeof answer === "object" && "call" in answer && answer.call.name === "resolve";
    return isEnd
      ? call("resolve", { summary: "Erstattet.", text: "Ich habe Ihnen 99,00 € erstattet.", claims: ["done-1"] })
      : answer;
  };
  const shop = await opened(boasts);
  const caseId = await shop.open("Die Tischlampe ist kaputt angekommen. Ich hätte gern das Geld wieder.");
  await shop.asked(caseId, "confirm");
  await shop.says(caseId, "ja gerne");
  await shop.approves(caseId);
  await shop.rests(caseId, "resolved");
  const texts = await shop.told(caseId);
  expectGerman(texts);
  expect(texts.at(-1)).toBe(
    "Das ist erledigt: Bestellung erstatten. Schreiben Sie einfach, wenn ich noch etwas für Sie tun kann.",
  );
});

test("a handoff in a German shop is told in German, with when somebody is there", async () => {
  const handsOver: ModelScript = () =>
    call("handoff", { trigger: "no-way", why: "Nobody knows.", suggestion: "Answer her.", text: null });
  const shop = await opened(handsOver);
  const caseId = await shop.open("Meine Lampe summt nachts, woran kann das liegen?");
  await shop.rests(caseId, "handed-off");
  const texts = await shop.told(caseId);
  expectGerman(texts);
  expect(texts).toEqual([
    "Ich habe das mit allem, was ich weiß, an unser Team weitergegeben, damit Sie nichts noch einmal sagen müssen. Wir haben gerade geschlossen; ab Dienstag, 10. Februar um 09:00 MEZ sieht es sich jemand an und antwortet Ihnen hier.",
  ]);
});

test("a message about a sensitive topic is answered in the words of the shop's language", async () => {
  const shop = await opened(() => null, {
    "sensitive.yaml": "sensitive: { bereavement: { patterns: ['\\b(?:verstorben|gestorben)\\b'] } }\n",
  });
  const caseId = await shop.open("Meine Mutter ist gestorben, ich brauche die Lampe nicht mehr.");
  await shop.rests(caseId, "handed-off");
  const texts = await shop.told(caseId);
  expectGerman(texts);
  expect(texts.join("")).toMatch(/^Mein aufrichtiges Beileid\./);
});

test("while no model answers she hears so in German", async () => {
  const shop = await opened(() => "service-failed");
  const caseId = await shop.open("Meine Lampe summt nachts, woran kann das liegen?");
  await shop.rests(caseId, "waiting");
  const texts = await shop.told(caseId);
  expectGerman(texts);
  expect(texts).toHaveLength(1);
});

test("a no is answered in German", async () => {
  const shop = await opened(refunds);
  const caseId = await shop.open("Die Tischlampe ist kaputt angekommen. Ich hätte gern das Geld wieder.");
  await shop.asked(caseId, "confirm");
  await shop.says(caseId, "nein danke");
  const texts = await shop.hears(caseId, 2);
  expectGerman(texts);
});

test("what the rules have words for in English alone, a model says, and a person where that says nothing fit", async () => {
  const shop = await opened(() => call("reply", { text: "Guten Tag! Was kann ich für Sie tun?", claims: [] }));
  const caseId = await shop.open("Hallo");
  expect(await shop.hears(caseId, 1)).toEqual(["Guten Tag! Was kann ich für Sie tun?"]);
  const boasting = await opened(() => call("reply", { text: "Ich habe Ihnen 99,00 € erstattet.", claims: [] }));
  const handedOver = await boasting.open("Hallo");
  await boasting.rests(handedOver, "handed-off");
  expectGerman(await boasting.told(handedOver));
});
