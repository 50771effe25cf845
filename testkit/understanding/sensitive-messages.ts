import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";

const lineSchema = z.strictObject({ id: z.string(), topic: z.string().nullable(), text: z.string() });
/** A message that was written by hand, with its sensitive topic; null for one that only sounds like it, or is ordinary. */
export type SensitiveMessage = z.infer<typeof lineSchema>;

/** The held-out ones are for judging, not for tuning. `short` and `everyday` are what customers say all day in few words, with some that no machine may answer among them. */
export const sensitiveFiles = ["dev", "held-out", "short", "everyday"] as const;

/** The messages of one file in `evals/sensitive`. */
export function readSensitive(name: (typeof sensitiveFiles)[number]): SensitiveMessage[] {
  const path = fileURLToPath(new URL(`../../evals/sensitive/${name}.jsonl`, import.meta.url));
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

export type Screening = {
  /** The part of the sensitive messages that a person gets. */
  recall: number;
  /** The part of the others that a person gets for nothing. */
  falseAlarms: number;
  /** Of those that a person gets rightly, the part whose topic is right. */
  rightTopic: number;
  mistakes: readonly (SensitiveMessage & { got: string | null })[];
};

/** Screens the messages as the door does. */
export function screen(
  messages: readonly SensitiveMessage[],
  blueprint: Pick<Blueprint, "sensitive" | "understanding">,
): Screening {
  const screened = messages.map((message) => ({ ...message, got: sensitiveTopicIn(message.text, blueprint) }));
  const meant = screened.filter(({ topic }) => topic !== null);
  const others = screened.filter(({ topic }) => topic === null);
  const found = meant.filter(({ got }) => got !== null);
  return {
    recall: found.length / meant.length,
    falseAlarms: others.filter(({ got }) => got !== null).length / others.length,
    rightTopic: found.filter(({ topic, got }) => topic === got).length / found.length,
    mistakes: screened.filter(({ topic, got }) => topic !== got),
  };
}
