import type { Domain, Turn } from "../replay/recorded.ts";
import { saidBy } from "./said.ts";

/**
 * Who the customer has shown herself to be; null while nobody knows. Retail: the first look-up by e-mail, or by name and
 * zip code, that found somebody. Airline: the first user id that she wrote and that somebody has.
 */
export function identifiedAs(
  domain: Domain,
  turns: readonly Turn[],
  isUser: (userId: string) => boolean,
): string | null {
  const candidates = domain === "retail" ? lookedUp(turns) : written(turns);
  return candidates.find(isUser) ?? null;
}

function lookedUp(turns: readonly Turn[]): readonly string[] {
  return turns.flatMap((turn) =>
    turn.role === "result" && turn.ok && turn.tool.startsWith("find_user_id_by_")
      ? [turn.result.trim().replaceAll('"', "")]
      : [],
  );
}

function written(turns: readonly Turn[]): readonly string[] {
  return saidBy("customer", turns).flatMap((text) => text.match(/[a-z]+_[a-z]+_\d+/g) ?? []);
}
