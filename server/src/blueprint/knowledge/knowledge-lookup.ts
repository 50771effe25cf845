import { epochMsOf, type Instant } from "@purser/contract";
import { defineLookup, type Lookup, type LookupOutcome } from "@purser/kit";
import { z } from "zod";
import { answerFinder } from "./find-answer.ts";
import { plainText } from "./plain-text.ts";
import type { Knowledge, KnowledgeSection } from "./section.ts";

const quotedSchema = z.object({
  quote: z.string(),
  title: z.string(),
  heading: z.string(),
  file: z.string(),
  asOf: z.iso.date(),
});

const outputSchema = z.object({
  knowledge: z.object({
    question: z.string(),
    state: z.enum(["found", "unknown"]),
    coverage: z.number(),
    answer: quotedSchema.exactOptional(),
    /** What other pages say under the same heading; the newest page is the answer. */
    conflicts: z.array(quotedSchema),
  }),
});

/**
 * The host's own lookup over `knowledge/`: what a section says, word for word, with its source, or that none answers.
 * Guardrails judge it like every tool.
 */
export function knowledgeLookup(knowledge: Knowledge, timeZone: string): Lookup {
  const find = answerFinder(knowledge);
  return defineLookup({
    name: "search_knowledge",
    title: "Search what the shop has written down",
    input: z.strictObject({ question: z.string().min(1).max(2000) }),
    output: outputSchema,
    needs: { question: "message.text" },
    gives: ["knowledge.state", "knowledge.question", "knowledge.coverage", "knowledge.answer", "knowledge.conflicts"],
    isPersonal: false,
    run: async ({ args: { question }, now }) => {
      const found = find(question, dayOf(now, timeZone));
      const { coverage } = found;
      if (found.kind === "unknown") return told({ question, state: "unknown", coverage, conflicts: [] });
      const answer = quoted(found.section);
      return told({ question, state: "found", coverage, answer, conflicts: found.rivals.map(quoted) });
    },
  });
}

function told(knowledge: z.infer<typeof outputSchema>["knowledge"]): LookupOutcome<z.infer<typeof outputSchema>> {
  return { kind: "found", result: { knowledge } };
}

function quoted({ page, heading, text }: KnowledgeSection): z.infer<typeof quotedSchema> {
  return { quote: plainText(text), title: page.title, heading, file: page.path, asOf: page.asOf };
}

/** The calendar day of an instant in a time zone, as `2026-02-10`. */
function dayOf(now: Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return format.format(epochMsOf(now));
}
