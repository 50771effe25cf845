import type { Turn } from "../replay/recorded.ts";

/** What one side has written, oldest first, in lower case and with plain apostrophes. */
export function saidBy(role: "customer" | "agent", turns: readonly Turn[]): readonly string[] {
  return turns.flatMap((turn) => (turn.role === role ? [plain(turn.text)] : []));
}

export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u02BC`]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"');
}
