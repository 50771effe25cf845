import type { ActionTier, Tool } from "@purser/kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openTestBlueprint } from "../http/testing/test-shop.ts";
import { tiersFor, withTier, withTiers } from "./tiers.ts";

const path = "guardrails/tiers.yaml";
const { toolbox } = openTestBlueprint();
const refund = toolbox.actions.get("refund_order");
const lookup = toolbox.lookups.get("read_order");
if (refund === undefined || lookup === undefined) throw new Error("The shop of the tests has both.");
const named = (name: string, tier: ActionTier): Tool => ({ ...refund, name, tier });
const tools = [lookup, named("refund", "execute"), named("credit", "draft"), named("close", "coordinate")];
const read = (text: string) => withTiers([{ path, text }], tools);
const tiersIn = (text: string) => read(text).tools.map((tool) => (tool.kind === "action" ? tool.tier : tool.kind));

describe("guardrails/tiers.yaml", () => {
  it("gives actions another tier than their tools say, and what they say is kept", () => {
    const text = "# For the season.\nrefund: draft\ncredit: execute # since May\n";
    expect(tiersIn(text)).toEqual(["lookup", "draft", "execute", "coordinate"]);
    expect([...read(text).ownTiers]).toEqual([
      ["refund", "execute"],
      ["credit", "draft"],
    ]);
    expect(withTiers([], tools)).toEqual({ tools, ownTiers: new Map(), problems: [] });
  });

  it("that names no action, a lookup, or a tier that an action cannot have is refused at its line", () => {
    const { problems, tools: unchanged } = read(
      "refund: coordinate\nread_order: draft\nno_such: draft\nclose: execute\n",
    );
    expect(problems.map(({ code, line, message }) => [code, line, message])).toEqual([
      ["PUR-2200", 1, "refund can be draft or execute, not coordinate."],
      ["PUR-2200", 2, "read_order is a lookup: it changes nothing, so there is nothing to wait for."],
      ["PUR-2200", 3, "There is no action no_such."],
      ["PUR-2200", 4, "close can be draft or coordinate, not execute."],
    ]);
    expect(unchanged).toEqual(tools);
    expect(read("refund: lookup\n").problems).toMatchObject([{ code: "PUR-2103", line: 1 }]);
  });

  it("keeps what somebody wrote beside a move, and is made where there is none", () => {
    const before = [
      { path: "guardrails/a.cedar", text: "" },
      { path, text: "# Season.\nrefund: draft # for now\n" },
    ];
    expect(withTier(before, "credit", "execute")[1]?.text).toBe(
      "# Season.\nrefund: draft # for now\ncredit: execute\n",
    );
    expect(withTier(before, "refund", "execute")[1]?.text).toBe("# Season.\nrefund: execute # for now\n");
    const made = withTier([{ path: "tools/refund.ts", text: "" }], "refund", "draft");
    expect(made.map((file) => file.path)).toEqual([path, "tools/refund.ts"]);
    expect(tiersIn(made[0]?.text ?? "")).toEqual(["lookup", "draft", "draft", "coordinate"]);
  });

  it("says after any moves what the last of each action said", () => {
    const moves = fc
      .constantFrom("refund", "credit", "close")
      .chain((name) =>
        fc.tuple(fc.constant(name), fc.constantFrom(...tiersFor(name === "close" ? "coordinate" : "execute"))),
      );
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 8 }), (made) => {
        const files = made.reduce<ReturnType<typeof withTier>>(
          (before, [name, tier]) => withTier(before, name, tier),
          [],
        );
        const wanted = new Map<string, ActionTier>(made);
        const { tools: moved, problems } = withTiers(files, tools);
        expect(problems).toEqual([]);
        for (const [at, tool] of tools.entries())
          if (tool.kind === "action") expect(moved[at]).toMatchObject({ tier: wanted.get(tool.name) ?? tool.tier });
      }),
    );
  });
});
