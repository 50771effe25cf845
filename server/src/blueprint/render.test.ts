import { expect, test } from "vitest";
import { render, whyNoTemplate } from "./render.ts";
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
  ["{{ left | plural: one: 'try', other: '# tries' }}", { left: 2 }, "2 tries"],
  ['{{ left | plural: "try", "tries" }}', { left: 2 }, "2"],
  ["{{ left | plural: one: 1, other: 'some' }}", { left: 1 }, "some"],
  ["{{ left | plural: one: word, other: 7 }}", { left: 1 }, "1"],
  ["Until {{ due.on | day }}, {{ paid.minor | money }}{{ paid.text }}.", {}, "Until , ."],
])("%s with %j reads “%s”: no value of a system ends what she is told", (template, values, text) => {
  expect(render(template, values, settings)).toBe(text);
});

test.each([
  '{{ left | plural: "try", "tries" }}',
  "{{ left | plural: one: 1 }}",
  "{% if left %}{% for each in all %}{{ each | plural: one: true }}{% endfor %}{% endif %}",
  "{% assign told = left | plural: 'try' %}{{ told }}",
])("forms of a plural that have no name, or are no text, are told of: %s", (template) => {
  expect(whyNoTemplate(template)).toContain("plural takes a text for each category");
});

test("forms of a plural may be texts and facts", () => {
  expect(whyNoTemplate("{% if left %}{{ left | plural: one: 'a try', other: words.tries }}{% endif %}")).toBeNull();
});
