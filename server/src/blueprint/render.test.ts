import { expect, test } from "vitest";
import { render } from "./render.ts";
import { settingsSchema } from "./settings/settings.ts";

const settings = settingsSchema.parse({ name: "Shop", currency: "USD" });

test.each([
  ["{{ due.on | day }}", { "due.on": "2026-02-14" }, "Saturday, February 14"],
  ['{{ due.on | day: "year" }}', { "due.on": "2026-02-14" }, "February 14, 2026"],
  ["{{ due.on | day }}", { "due.on": "2026-02-14T10:30:00Z" }, "Saturday, February 14"],
  ["{{ due.on | day }}", { "due.on": "next week" }, "next week"],
  ["{{ due.on | day }}", { "due.on": "2026-02-99" }, "2026-02-99"],
  ["{{ paid.minor | money }}", { "paid.minor": 1800 }, "$18.00"],
  ["{{ paid.minor | money }}", { "paid.minor": "some" }, "some"],
  ["Until {{ due.on | day }}, {{ paid.minor | money }}{{ paid.text }}.", {}, "Until , ."],
])("%s with %j reads “%s”: no value of a system ends what she is told", (template, values, text) => {
  expect(render(template, values, settings)).toBe(text);
});
