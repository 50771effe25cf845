import type { ModerationService } from "@purser/kit";
import { z } from "zod";

const mostCharacters = 20_000;

const answerSchema = z.object({
  results: z
    .array(z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean()).default({}) }))
    .min(1),
});

/** A service that speaks OpenAI's `/moderations`, asked by a way out that bounds its time and its size. */
export function createModerationService(place: {
  baseUrl: string;
  model: string | null;
  apiKey: string | null;
  fetch: typeof globalThis.fetch;
}): ModerationService {
  const { baseUrl, model, apiKey, fetch } = place;
  return {
    name: new URL(baseUrl).host,
    classify: async (text) => {
      try {
        const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/moderations`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
          },
          body: JSON.stringify({ input: text.slice(0, mostCharacters), ...(model === null ? {} : { model }) }),
        });
        if (!response.ok) return { kind: "failed", detail: `It answered ${response.status}.` };
        const { results } = answerSchema.parse(await response.json());
        const flagged = results.filter((result) => result.flagged);
        const named = flagged.flatMap(({ categories }) => Object.keys(categories).filter((name) => categories[name]));
        return { kind: "answered", categories: flagged.length > 0 && named.length === 0 ? ["flagged"] : named };
      } catch (error) {
        return { kind: "failed", detail: wordless(error) };
      }
    },
  };
}

/** An answer that cannot be read is quoted in the error's words, and may hold what a customer wrote. */
function wordless(error: unknown): string {
  return `It gave no answer that can be read (${error instanceof Error ? error.name : typeof error}).`;
}
