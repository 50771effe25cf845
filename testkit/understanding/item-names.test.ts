import { instantSchema } from "@purser/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { discontinuedProducts, products } from "../../examples/larkspur/systems/seed/products.ts";
import { understand } from "../../server/src/agent/rules/understanding/understand.ts";
import { withShortNames } from "../../server/src/agent/rules/understanding/slots.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadLarkspur } from "./hear-all.ts";

const tuesday = instantSchema.parse("2026-02-10T15:00:00.000Z");

let blueprint: Blueprint;
beforeAll(async () => {
  blueprint = await loadLarkspur();
}, 60_000);

/** As they stand in an order, without their colour. */
const names = [...new Set([...products, ...discontinuedProducts].map(({ name }) => name.split(",")[0] ?? name))];

describe.each([
  ["order-status", (name: string) => `When will the ${name} arrive? It has not come yet.`],
  ["order-status", (name: string) => `where is the ${name} I ordered?`],
  ["return-unwanted-item", (name: string) => `I want to return the ${name}`],
  ["exchange-wrong-size", (name: string) => `I need the ${name} in a larger size`],
])("what is asked for is %s", (procedure, textOf) => {
  test.each(names)("whatever the thing is called: %s", (name) => {
    const { next, requests } = understand(textOf(name), tuesday, blueprint);
    expect({ next, procedures: requests.map((request) => request.procedure) }).toEqual({
      next: "act",
      procedures: [procedure],
    });
  });
});

test("of a name of several words the last one is what it is", () => {
  const inShort = withShortNames(blueprint.settings);
  expect(inShort("the navy Wren school shoes of L-10234 came late, and the Pond sun hat too")).toBe(
    "the shoes of L-10234 came late, and the hat too",
  );
  expect(inShort("cancel my order")).toBe("cancel my order");
});
