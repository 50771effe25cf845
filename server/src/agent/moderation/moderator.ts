import type { ErrorCode } from "@purser/contract";
import type { ModerationService } from "@purser/kit";
import type { ModerationLists } from "../../blueprint/moderation.ts";

/** `in`: what a customer wrote, before a model reads it. `out`: what she would read. */
export type Direction = "in" | "out";
export type Moderated = { kind: "clean" } | { kind: "held"; categories: readonly string[] };

/** The port: whether a text may pass. It never throws. */
export type Moderator = (text: string, direction: Direction) => Promise<Moderated>;

type Report = (code: ErrorCode, detail: string) => void;

/**
 * Words and patterns decide first and alone where no service is configured; a service may hold more back, and when it does
 * not answer, that is reported and the lists have decided.
 */
export function moderatorOf(lists: ModerationLists, service: ModerationService | null, report: Report): Moderator {
  const patterns = {
    in: lists.in.map(({ category, pattern }) => ({ category, pattern: new RegExp(pattern, "iu") })),
    out: lists.out.map(({ category, pattern }) => ({ category, pattern: new RegExp(pattern, "iu") })),
  };
  return async (text, direction) => {
    const plain = text.normalize("NFKC").replaceAll(/\p{Cf}/gu, "");
    const listed = patterns[direction].filter(({ pattern }) => pattern.test(plain)).map(({ category }) => category);
    if (listed.length > 0) return { kind: "held", categories: [...new Set(listed)] };
    if (service === null) return { kind: "clean" };
    const answer = await service.classify(text);
    if (answer.kind === "failed") {
      report("PUR-6017", `${service.name}: ${answer.detail}`);
      return { kind: "clean" };
    }
    return answer.categories.length === 0 ? { kind: "clean" } : { kind: "held", categories: answer.categories };
  };
}
