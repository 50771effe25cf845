import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readBlueprintFiles } from "../reading/read-files.ts";
import { readYaml } from "../reading/read-yaml.ts";
import { answerFinder } from "./find-answer.ts";
import { loadKnowledge } from "./load-knowledge.ts";
import type { Knowledge } from "./section.ts";

const larkspur = fileURLToPath(new URL("../../../../examples/larkspur", import.meta.url));
const questionsPath = "evals/knowledge/questions.yaml";
const questionsSchema = z.array(z.strictObject({ ask: z.string(), section: z.string().nullable() }));
const today = "2026-02-10";

async function larkspurFiles() {
  const files = await readBlueprintFiles(larkspur);
  const questions = readYaml(
    questionsPath,
    files.find(({ path }) => path === questionsPath)?.text ?? "",
    questionsSchema,
  );
  const knowledge = loadKnowledge(files);
  if (questions.kind === "rejected" || knowledge.kind === "rejected" || knowledge.value === null)
    throw new Error("The example's knowledge does not load.");
  return { questions: questions.value, knowledge: knowledge.value };
}

describe("the questions of the example", async () => {
  const { questions, knowledge } = await larkspurFiles();
  const find = answerFinder(knowledge);
  const told = questions.map(({ ask, section }) => {
    const found = find(ask, today);
    const shown = found.kind === "found" ? found.section : null;
    const got = shown === null ? null : `${shown.page.path.replace("knowledge/", "")} ${shown.heading}`;
    return { ask, section, got, coverage: found.coverage };
  });
  const answerable = told.filter(({ section }) => section !== null);
  const others = told.filter(({ section }) => section === null);
  const right = answerable.filter(({ section, got }) => section === got);
  const invented = others.filter(({ got }) => got !== null);

  test("are sixty and more, a third of them without an answer, and name sections that exist", () => {
    expect(questions.length).toBeGreaterThanOrEqual(60);
    expect(others.length * 3).toBeGreaterThanOrEqual(questions.length - 2);
    const names = knowledge.sections.map(({ page, heading }) => `${page.path.replace("knowledge/", "")} ${heading}`);
    expect(answerable.filter(({ section }) => !names.includes(section ?? ""))).toEqual([]);
  });

  test("are answered from the right section, or it is said that the answer is not known", () => {
    const misses = told.filter(({ section, got }) => section !== got);
    console.log(
      [
        `Right section: ${right.length} of ${answerable.length}. Answered though nothing answers it: ${invented.length} of ${others.length}.`,
        ...misses.map(
          ({ ask, section, got, coverage }) =>
            `  ${ask}\n    expected ${section ?? "nothing"}, got ${got ?? "nothing"} (${coverage.toFixed(2)})`,
        ),
      ].join("\n"),
    );
    expect(right.length / answerable.length).toBeGreaterThanOrEqual(0.85);
    expect(invented.length / others.length).toBeLessThanOrEqual(0.05);
  });
});

describe("pages and their dates", () => {
  const page = (
    path: string,
    asOf: string,
    validUntil: string | null,
    text: string,
  ): Knowledge["sections"][number] => ({
    page: { path, title: "Stores", asOf, validUntil },
    heading: "Opening hours",
    text,
  });
  const old = page("knowledge/old.md", "2025-01-01", "2026-02-09", "Open from nine to five.");
  const current = page("knowledge/new.md", "2026-01-01", null, "Open from ten to seven.");
  const other = page("knowledge/other.md", "2025-06-01", null, "Open from eight to four.");

  test("a page whose last day has passed is not used", () => {
    const find = answerFinder({ sections: [old], synonyms: [] });
    expect(find("What are your opening hours?", "2026-02-09")).toMatchObject({ kind: "found", section: old });
    expect(find("What are your opening hours?", "2026-02-10")).toMatchObject({ kind: "unknown", nearest: null });
  });

  test("of two pages that answer under the same heading the newer is the answer, and the other is named", () => {
    const find = answerFinder({ sections: [other, old, current], synonyms: [] });
    expect(find("What are your opening hours?", today)).toMatchObject({ section: current, rivals: [other] });
  });

  test("a question of words that say nothing has no answer", () => {
    const find = answerFinder({ sections: [current], synonyms: [] });
    expect(find("Can you tell me about it?", today)).toMatchObject({ kind: "unknown" });
    expect(find("", today)).toMatchObject({ kind: "unknown", coverage: 0 });
  });
});
