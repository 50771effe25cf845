import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const agent = fileURLToPath(new URL("..", import.meta.url));
const larkspur = fileURLToPath(new URL("../../../../examples/larkspur", import.meta.url));

test("the reasoner contains no procedure's and no tool's name of the example", () => {
  const tools = readdirSync(`${larkspur}/tools`).flatMap((file) => {
    const name = /name: "([a-z]+_[a-z_]+)"/.exec(
      file.endsWith(".ts") ? readFileSync(`${larkspur}/tools/${file}`, "utf8") : "",
    )?.[1];
    return name === undefined ? [] : [name];
  });
  const procedures = readdirSync(`${larkspur}/procedures`).map((file) => file.replace(/\.md$/, ""));
  const names = [...tools, ...procedures];
  expect(tools.length).toBeGreaterThan(5);
  expect(procedures.length).toBeGreaterThan(2);
  const sources = readdirSync(agent, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/(?:^|[/])test-[^/]*$|[.]test[.]ts$/.test(file),
  );
  const found = sources.flatMap((file) => {
    const text = readFileSync(`${agent}/${file}`, "utf8");
    return names.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).map((name) => `${file}: ${name}`);
  });
  expect(found).toEqual([]);
});
