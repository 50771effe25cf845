import { describe, expect, test } from "vitest";
import { formatProblem } from "../reading/problem.ts";
import { loadKnowledge } from "./load-knowledge.ts";
import { plainText } from "./plain-text.ts";

const header = "---\ntitle: Stores\nasOf: 2026-01-20\n---\n";

function problemsOf(...files: readonly [path: string, text: string][]): readonly string[] {
  const loaded = loadKnowledge(files.map(([path, text]) => ({ path, text })));
  return loaded.kind === "rejected" ? loaded.problems.map(formatProblem) : [];
}

describe("pages of knowledge", () => {
  test("are cut at their headings, and keep their title and their day", () => {
    const text = `${header}## Opening hours\n\nFrom ten to seven.\n\n### On holidays\nClosed.\n`;
    const loaded = loadKnowledge([{ path: "knowledge/shop/stores.md", text }]);
    const page = { path: "knowledge/shop/stores.md", title: "Stores", asOf: "2026-01-20", validUntil: null };
    expect(loaded).toEqual({
      kind: "loaded",
      value: {
        synonyms: [],
        sections: [
          { page, heading: "Opening hours", text: "From ten to seven." },
          { page, heading: "On holidays", text: "Closed." },
        ],
      },
    });
  });

  test("are not needed: a blueprint without one has no knowledge", () => {
    expect(loadKnowledge([{ path: "procedures/knowledge.md", text: "" }])).toEqual({ kind: "loaded", value: null });
  });

  test.each([
    ["## Hours\nTen to seven.", "1:1 PUR-2102 A page of knowledge begins with a header between two lines of ---."],
    ["---\ntitle: Stores\n---\n## Hours\nTen.", "2:1 PUR-2103 asOf: "],
    ["---\ntitle: Stores\nasOf: in May\n---\n## Hours\nTen.", "3:7 PUR-2103 asOf: "],
    [
      "---\ntitle: S\nasOf: 2026-01-20\nvalidUntil: 2025-01-20\n---\n## Hours\nTen.",
      "4:13 PUR-2103 validUntil: it ends",
    ],
    [`${header}Ten to seven.\n`, "5:1 PUR-2130 "],
    [`${header}## Hours\n\n## Ways\nBy train.\n`, "5:1 PUR-2130 There is no text under “Hours”."],
    [`${header}## Hours\nTen.\n## Hours\nNine.\n`, "7:1 PUR-2130 The heading “Hours” stands here a second time."],
    [`${header}Hello.\n## Hours\nTen.\n`, "5:1 PUR-2130 Text stands above the first heading."],
  ])("are refused with file, line and code: %j", (text, problem) => {
    const found = problemsOf(["knowledge/stores.md", text]);
    expect(found.find((each) => each.startsWith(`knowledge/stores.md:${problem}`))).toBeDefined();
  });

  test("have synonyms of one word each, or it is said where not", () => {
    const synonyms = "- [shop, store]\n- [gift card, voucher]\n";
    expect(problemsOf(["knowledge/synonyms.yaml", synonyms])).toEqual([
      expect.stringMatching(/^knowledge\/synonyms.yaml:2:4 PUR-2103 1.0: a synonym is one word\./),
    ]);
  });
});

test("a quote has the words of its section without the marks of markdown", () => {
  expect(plainText("| EU | US |\n|---|---|\n| 20 | 5 |\n\nSee **the [table](t.md)**.")).toBe(
    "EU · US\n20 · 5\n\nSee the table.",
  );
});
