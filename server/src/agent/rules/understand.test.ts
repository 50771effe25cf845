import { fileURLToPath } from "node:url";
import { instantSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { readBlueprintFiles } from "../../blueprint/read-files.ts";
import { readYaml } from "../../blueprint/read-yaml.ts";
import { procedureHeaderSchema } from "../../blueprint/procedure.ts";
import { settingsSchema } from "../../blueprint/settings.ts";
import { classifierOf } from "./similarity.ts";
import { readSlots } from "./slots.ts";

const larkspur = fileURLToPath(new URL("../../../../examples/larkspur", import.meta.url));
const tuesday = instantSchema.parse("2026-02-10T07:17:00.000Z");

async function larkspurClassifier() {
  const files = await readBlueprintFiles(larkspur);
  const headers = files.flatMap(({ path, text }) => {
    if (!path.startsWith("procedures/")) return [];
    const read = readYaml(path, text.split("---\n")[1] ?? "", procedureHeaderSchema);
    return read.kind === "loaded" ? [read.value] : [];
  });
  return classifierOf(new Map(headers.map(({ procedure, when }) => [procedure, when])));
}

describe("understanding by examples", () => {
  test.each([
    [
      "The birthday present for my daughter came in the wrong size and she needs the right one before Saturday!!",
      "exchange-wrong-size",
    ],
    ["hi, you sent us a 26 but i ordered 28. need the proper size by friday", "exchange-wrong-size"],
    ["These boots are far too small. Can we have them one size bigger?", "exchange-wrong-size"],
    [
      "My parcel must not go to the old flat. New address: 12 Elm Street, Portland, OR 97201",
      "change-delivery-address",
    ],
    ["The zipper broke on day two. I'd like my money back.", "refund-defective-item"],
  ])("%s", async (text, procedure) => {
    const classify = await larkspurClassifier();
    expect(classify(text)[0]?.label).toBe(procedure);
    expect(classify(text)[0]?.score).toBeGreaterThan(0.2);
  });

  test.each(["what is the weather like in Paris", "write me a poem about the sea", "sell me some bitcoin"])(
    "nothing is like “%s”",
    async (text) => {
      const classify = await larkspurClassifier();
      expect(classify(text)[0]?.score ?? 0).toBeLessThan(0.2);
    },
  );
});

describe("slots", () => {
  const settings = settingsSchema.parse({ name: "Shop", currency: "USD", timeZone: "America/New_York" });
  test.each([
    ["it must be here before Saturday", "2026-02-13"],
    ["by Friday please", "2026-02-13"],
    ["her party is on February 14th, so by then", "2026-02-14"],
    ["we ordered size 24. can you swap them so that they are here before saturday?", "2026-02-13"],
    ["It is my girl's birthday on Saturday and I need the right size before Saturday", "2026-02-13"],
    ["you sent 23). Please exchange them, they have to arrive before Saturday.", "2026-02-13"],
    ["we got it last Tuesday", undefined],
  ])("the day by which it is wished for: %s", (text, day) => {
    expect(readSlots(text, tuesday, settings)["message.wishBy"]).toBe(day);
  });

  test.each([
    ["can you move it from Sunday to Saturday at 10 am", "2026-02-14"],
    ["please change my appointment to the 20th at 1 pm", "2026-02-20"],
    ["to the 9th please", "2026-03-09"],
    ["we can't make it on Sunday, how about Friday?", "2026-02-13"],
    ["February 18 at 4 pm would be good", "2026-02-18"],
    ["to the 20th at 10 am? sunday does not work for us", "2026-02-20"],
    ["something came up on Friday", "2026-02-13"],
    ["at 4 pm please", undefined],
    ["we cannot come on Sunday", undefined],
  ])("the day that is meant: %s", (text, day) => {
    expect(readSlots(text, tuesday, settings)["message.date"]).toBe(day);
  });

  test("an amount of money is read in minor units", () => {
    expect(readSlots("refund the $18.50 please", tuesday, settings)["message.amountMinor"]).toBe(1850);
  });
});
