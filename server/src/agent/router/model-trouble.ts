import type { ModelHealth } from "../reasoner.ts";

/** What operators read of the models that do not answer; null while all of them do. */
export function modelTroubleOf(health: readonly ModelHealth[]): string | null {
  const down = health.flatMap(({ size, reasoner, circuit }) =>
    circuit.kind === "closed" ? [] : [`the ${size} model (${reasoner}) does not answer since ${circuit.since}`],
  );
  if (down.length === 0) return null;
  return `In this process ${down.join(", and ")}: rules go on, what they cannot do waits or is given to people.`;
}
