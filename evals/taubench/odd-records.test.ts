import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateCases } from "./evaluate.ts";
import { type LoadedDomain, loadDomain } from "./replay/load-domain.ts";

const folder = mkdtempSync(join(tmpdir(), "purser-odd-records-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let airline: LoadedDomain | null = null;
beforeAll(async () => void (airline = await loadDomain("airline")));

/** What the guard says of each write, in order; all were asked for, put to her and agreed to. */
async function verdictsOn(userId: string, writes: readonly { tool: string; args: unknown; effect?: unknown }[]) {
  const turns = writes.flatMap(({ tool, args, effect }) => [
    { role: "agent", text: `I will do this: ${tool}, booking ${JSON.stringify(args)}. Do you confirm (yes/no)?` },
    { role: "customer", text: "Yes, please go ahead." },
    { role: "call", tool, args, write: true, effect },
    { role: "result", tool, ok: true, result: "{}" },
  ]);
  return replay([line([{ role: "customer", text: `My user id is ${userId}.` }, ...turns])]);
}

function line(turns: readonly unknown[]): string {
  return JSON.stringify({ id: "x", domain: "airline", turns });
}

async function replay(lines: readonly string[]): Promise<readonly { verdict: string; reasons: readonly string[] }[]> {
  if (airline === null) throw new Error("The domain is not loaded.");
  const path = join(folder, "cases.jsonl");
  writeFileSync(path, lines.join("\n"));
  return (await evaluateCases(path, airline, false)).verdicts;
}

describe("a recorded call", () => {
  test("whose arguments do not fit is denied, and the replay goes on", async () => {
    const verdicts = await verdictsOn("noah_muller_9847", [
      { tool: "update_reservation_flights", args: { reservation_id: 5, cabin: null } },
      { tool: "update_reservation_flights", args: { reservation_id: "4OG6T3", cabin: "first", flights: "none" } },
      { tool: "no_such_tool", args: {}, effect: null },
      { tool: "cancel_reservation", args: { reservation_id: "4OG6T3" } },
    ]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["deny", "deny", "deny", "escalate"]);
  });

  test("that names one segment twice changes the flights", async () => {
    const segment = { flight_number: "HAT129", date: "2024-05-01" };
    const args = { reservation_id: "OAV5NC", cabin: "basic_economy", payment_id: "gift_card_4344065" };
    const [verdict] = await verdictsOn("mia_santos_2092", [
      { tool: "update_reservation_flights", args: { ...args, flights: [segment, segment] } },
    ]);
    expect(verdict?.reasons.join()).toContain("a11-basic-economy-flights");
  });

  test("that names one gift card twice needs it to have both amounts", async () => {
    const passenger = { first_name: "Ada", last_name: "Lee", dob: "1990-01-01" };
    const args = {
      user_id: "ivan_davis_3016",
      origin: "CLT",
      destination: "BOS",
      flight_type: "one_way",
      cabin: "basic_economy",
      flights: [{ flight_number: "HAT287", date: "2024-05-20" }],
      passengers: [passenger, passenger],
      payment_methods: [
        { payment_id: "gift_card_2088633", amount: 125 },
        { payment_id: "certificate_9008690", amount: 150 },
        { payment_id: "gift_card_2088633", amount: 49 },
      ],
      total_baggages: 2,
      nonfree_baggages: 2,
      insurance: "yes",
    };
    const [verdict] = await verdictsOn(args.user_id, [{ tool: "book_reservation", args }]);
    expect(verdict?.reasons.join()).toContain("a06-methods-cover");
  });
});

describe("a line", () => {
  test("with a byte order mark is read", async () => {
    expect(await replay([`\uFEFF${line([])}`])).toEqual([]);
  });

  test("whose label is none of the known ones is named", async () => {
    const turn = { role: "call", tool: "cancel_reservation", args: {}, write: true, label: "perhaps" };
    await expect(replay([line([]), line([turn])])).rejects.toThrow(/PUR-5011.*line 2/s);
  });
});
