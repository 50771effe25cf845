import { describe, expect, test } from "vitest";
import { readEvals } from "./evals.ts";
import { formatProblem } from "./reading/problem.ts";

const good = `about: A lookup.
customer: { landmark: someone }
says: Where is it?
must: { end: resolved }
`;

/** Problems as people read them, without their mends. */
function problemsOf(text: string, path = "evals/lookup.yaml"): readonly string[] {
  const read = readEvals([{ path, text }]);
  return read.kind === "loaded" ? [] : read.problems.map((problem) => formatProblem(problem).split(". ")[0] ?? "");
}

describe("an eval", () => {
  test("is each YAML file directly in evals/, by the name of the file", () => {
    const paths = ["evals/lookup.yaml", "evals/other.yml", "evals/knowledge/questions.yaml", "evals/readme.md"];
    const read = readEvals(paths.map((path) => ({ path, text: good })));
    expect(read.kind === "loaded" && read.value.map(({ name }) => name)).toEqual(["lookup", "other"]);
  });

  test("may give one or several first messages and ends", () => {
    const read = readEvals([{ path: "evals/lookup.yaml", text: good }]);
    expect(read.kind === "loaded" && read.value[0]).toMatchObject({
      says: ["Where is it?"],
      must: { end: ["resolved"] },
      mustNot: {},
      customer: { level: 2 },
      messages: 12,
    });
  });

  test.each([
    [
      "a key that does not exist",
      good.replace("says:", "sais: x\nsays:"),
      'evals/lookup.yaml:3:1 PUR-2103 Unrecognized key: "sais"',
    ],
    ["an end that no case has", good.replace("resolved", "done"), "evals/lookup.yaml:4:14 PUR-2103 must.end"],
    [
      "a pattern that is none",
      good.replace("must: {", 'must: { said: ["("],'),
      "evals/lookup.yaml:4:16 PUR-2103 must.said.0: this is no regular expression",
    ],
    ["no first message", good.replace("says: Where is it?\n", ""), "evals/lookup.yaml:1:1 PUR-2103 says"],
    [
      "an effect without its system",
      good.replace("must: {", "must: { ledgers: [refund],"),
      "evals/lookup.yaml:4:19 PUR-2103 must.ledgers.0",
    ],
    [
      "two names for her",
      good.replace("someone", "someone, ref: LC-1"),
      "evals/lookup.yaml:2:11 PUR-6020 customer: she is named by landmark or by ref, by one of them",
    ],
    [
      "a state that nothing leads to",
      `${good}answers:\n  - { when: yes, say: no, in: later }\n`,
      "evals/lookup.yaml:6:31 PUR-6020 answers: 0: in: no answer leads to the state later; she begins in start",
    ],
  ])("with %s is refused, with its place", (_, text, expected) => {
    expect(problemsOf(text)[0]).toContain(expected);
  });

  test("has a name that a command line and a database can take", () => {
    expect(problemsOf(good, "evals/Look Up.yaml")[0]).toContain("call the file in small letters");
  });
});
