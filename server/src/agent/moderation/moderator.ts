import type { ErrorCode, Hash } from "@purser/contract";
import type { ModerationService } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { ModerationLists } from "../../blueprint/settings/moderation.ts";

/** `in`: what a customer wrote, before a model reads it. `out`: what she would read. */
export type Direction = "in" | "out";
export type Moderated = { kind: "clean" } | { kind: "held"; categories: readonly string[] };

/** The port: whether a text may pass. It never throws. */
export type Moderator = (text: string, direction: Direction) => Promise<Moderated>;

const mostPassed = 10_000;

type Report = (code: ErrorCode, detail: string) => void;

/**
 * Words and patterns decide first and alone where no service is configured; a service may hold more back, and when it does
 * not answer, that is reported and the lists have decided. A text that it has let pass is not sent to it again by this process:
 * a model is shown a whole conversation in each step.
 */
export function moderatorOf(lists: ModerationLists, service: ModerationService | null, report: Report): Moderator {
  const patterns = {
    in: lists.in.map(({ category, pattern }) => ({ category, pattern: new RegExp(pattern, "iu") })),
    out: lists.out.map(({ category, pattern }) => ({ category, pattern: new RegExp(pattern, "iu") })),
  };
  const passed = new Set<Hash>();
  return async (text, direction) => {
    const plain = text.normalize("NFKC").replaceAll(/\p{Cf}/gu, "");
    const listed = patterns[direction].filter(({ pattern }) => pattern.test(plain)).map(({ category }) => category);
    if (listed.length > 0) return { kind: "held", categories: [...new Set(listed)] };
    if (service === null) return { kind: "clean" };
    const hash = hashOf({ text });
    if (passed.has(hash)) return { kind: "clean" };
    const answer = await service.classify(text);
    if (answer.kind === "failed") {
      report("PUR-6017", `${service.name}: ${answer.detail}`);
      return { kind: "clean" };
    }
    if (answer.categories.length > 0) return { kind: "held", categories: answer.categories };
    if (passed.size >= mostPassed) passed.clear();
    passed.add(hash);
    return { kind: "clean" };
  };
}
