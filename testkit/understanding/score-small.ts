import { understand } from "../../server/src/agent/rules/understanding/understand.ts";
import { instantSchema } from "@purser/contract";
import { changesSomething } from "./hear-all.ts";
import type { SmallBlueprint, SmallMessage } from "./small-blueprints.ts";

const tuesday = instantSchema.parse("2026-02-10T15:00:00.000Z");

/** What became of a message: acted on rightly, asked about with the right one named, declined, or wrong. */
type Outcome = "acted" | "asked" | "asked-wrongly" | "declined" | "wrong-act" | "wrong-answer";

export type SmallResult = SmallMessage & { outcome: Outcome; got: string };

/** How each message is taken by a blueprint that has only a few examples. */
export function hearSmall({ blueprint, messages }: SmallBlueprint): readonly SmallResult[] {
  const changes = changesSomething(blueprint);
  return messages.map((message) => {
    const { next, requests, alternatives, wantsPerson } = understand(message.text, tuesday, blueprint);
    const names = requests.map(({ procedure }) => procedure);
    const got = `${next} ${requests.map(({ procedure, confidence }) => `${procedure} ${confidence.toFixed(2)}`).join(" ")} ${alternatives.join(" ")}`;
    const isRight = names.length === 1 && names[0] === message.procedure;
    const outcome = (): Outcome => {
      if (names.length === 0 && !wantsPerson) return "declined";
      if (next === "ask")
        return [...names, ...alternatives].includes(message.procedure ?? "") ? "asked" : "asked-wrongly";
      if (isRight) return "acted";
      return names.some(changes) ? "wrong-act" : "wrong-answer";
    };
    return { ...message, outcome: outcome(), got };
  });
}
