import { describe, expect, test } from "vitest";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { checkCustomers } from "./checks/check-customers.ts";
import { formatProblem } from "./reading/problem.ts";
import { readYaml } from "./reading/read-yaml.ts";
import { settingsSchema } from "./settings/settings.ts";
import { toolboxOf } from "./toolbox.ts";
import { loadTriggers } from "./triggers.ts";

const settings = settingsSchema.parse({ name: "Shop", currency: "USD" });

function problemsOf(text: string): readonly string[] {
  const load = loadTriggers([{ path: "triggers.yaml", text }], new Map([["exchange", {}]]), settings);
  return load.kind === "loaded" ? [] : load.problems.map(formatProblem);
}

describe("triggers.yaml", () => {
  test("names what can be started by hand", () => {
    const text = "triggers:\n  - { name: swap, kind: manual, procedure: exchange, channel: chat }\n";
    const load = loadTriggers([{ path: "triggers.yaml", text }], new Map([["exchange", {}]]), settings);
    expect(load).toEqual({
      kind: "loaded",
      value: new Map([["swap", { name: "swap", kind: "manual", procedure: "exchange", channel: "chat" }]]),
    });
    expect(loadTriggers([], new Map(), settings)).toEqual({ kind: "loaded", value: new Map() });
  });

  test.each([
    ["a procedure that does not exist", "procedure: wave", "2:44 PUR-2107 There is no procedure wave."],
    ["a channel that does not exist", "channel: pigeon", "2:63 PUR-2107 There is no channel pigeon."],
    ["another kind", "kind: monthly", "PUR-2103 triggers.0.kind"],
    ["a field that is unknown", "procedure: exchange, often: true", "PUR-2103 triggers.0"],
  ])("is refused with %s", (_, change, says) => {
    const [field = ""] = change.split(":");
    const entry = "{ name: swap, kind: manual, procedure: exchange, channel: chat }";
    const text = `triggers:\n  - ${entry.replace(new RegExp(`${field}: \\w+`), change)}\n`;
    expect(problemsOf(text).join("\n")).toContain(says);
  });

  test("names what a system of record starts by reporting it, and that system must send webhooks", () => {
    const connections = (webhooks: string) => ({
      path: "connections.yaml",
      text: `systems:\n  shipping: { url: "http://127.0.0.1:1"${webhooks} }\n`,
    });
    const text =
      "triggers:\n  - { name: came, kind: event, system: shipping, events: [parcel.arrived], customer: data.who, procedure: exchange, channel: chat }\n";
    const load = (webhooks: string) =>
      loadTriggers([{ path: "triggers.yaml", text }, connections(webhooks)], new Map([["exchange", {}]]), settings);
    const rule = ", webhooks: { secretFrom: SHIPPING, about: { key: data.key } }";
    expect(load(rule)).toMatchObject({ kind: "loaded", value: new Map([["came", { kind: "event", given: {} }]]) });
    const refused = load("");
    expect(refused.kind === "rejected" ? refused.problems.map(formatProblem).join() : "").toContain(
      "PUR-2107 connections.yaml names no system shipping that sends webhooks.",
    );
  });

  test("is refused with two of one name", () => {
    const entry = "  - { name: swap, kind: manual, procedure: exchange, channel: chat }\n";
    expect(problemsOf(`triggers:\n${entry}${entry}`).join("\n")).toContain(
      "PUR-2106 There are two triggers named swap.",
    );
  });
});

describe("the tools that tell who somebody is", () => {
  const lookup = (gives: readonly string[], field: string) =>
    defineLookup({
      name: "find",
      title: "Find",
      input: z.strictObject({ [field]: z.string() }),
      output: z.object({}),
      gives,
      run: async () => ({ kind: "found", result: {} }),
    });
  const codesOf = (customers: object, tools: Parameters<typeof toolboxOf>[0]) => {
    const text = JSON.stringify({ name: "Shop", currency: "USD", customers });
    const read = readYaml("blueprint.yaml", text, settingsSchema);
    if (read.kind === "rejected") throw new Error("The settings are good.");
    return checkCustomers(read, toolboxOf(tools)).map(({ code }) => code);
  };

  test("must exist, take what the host gives and give what it needs", () => {
    expect(codesOf({ lookup: "find" }, [lookup(["customer.ref"], "email")])).toEqual([]);
    expect(codesOf({ lookup: "find" }, [])).toEqual(["PUR-2107"]);
    expect(codesOf({ lookup: "find" }, [lookup([], "email")])).toEqual(["PUR-2103"]);
    expect(codesOf({ lookup: "find" }, [lookup(["customer.ref"], "phone")])).toEqual(["PUR-2103"]);
    expect(codesOf({ lookup: "find", sendCode: "mail" }, [lookup(["customer.ref"], "email")])).toEqual(["PUR-2107"]);
    const beside = [
      { title: "Orders", lookup: "find", list: "orders", shows: ["orderId"] },
      { title: "Orders", lookup: "list", list: "orders", shows: ["orderId"] },
    ];
    const found = codesOf({ lookup: "find", beside }, [lookup(["customer.ref"], "email")]);
    expect(found).toEqual(["PUR-2103", "PUR-2107"]);
  });
});
