import { PurserError } from "@purser/contract";
import { z } from "zod";
import { replayScript, type ScriptVerdict } from "./replay/ground-truth.ts";
import { type LoadedDomain } from "./replay/load-domain.ts";
import { readLines, readWhole } from "./replay/read-lines.ts";
import { conversationSchema, scriptSchema } from "./replay/recorded.ts";
import { type Replayed, replayLive, replayRecorded } from "./replay/replay.ts";
import type { WriteVerdict } from "./replay/write-verdict.ts";
import { type LabelledWrite, labelledSchema, labelsOf } from "./score.ts";

export type Evaluated = {
  conversations: number;
  verdicts: readonly WriteVerdict[];
  labels: readonly LabelledWrite[];
  /** Of a live run: how many calls were made, and in which conversations something is not explained. */
  live: { calls: number; unexplained: readonly string[] } | null;
};

/** Replays the conversations of a file that are of the domain. The labels go past the replay, to the scorer. */
export async function evaluateCases(path: string, domain: LoadedDomain, isLive: boolean): Promise<Evaluated> {
  const verdicts: WriteVerdict[] = [];
  const labels: LabelledWrite[] = [];
  const unexplained: string[] = [];
  let conversations = 0;
  let calls = 0;
  for await (const { value: conversation, text, place } of parsedLines(path, conversationSchema)) {
    if (conversation.domain !== domain.domain) continue;
    const replay = isLive ? replayLive : replayRecorded;
    const replayed: Replayed = await replay(conversation, domain);
    conversations += 1;
    calls += replayed.calls;
    verdicts.push(...replayed.verdicts);
    labels.push(...labelsOf(parse(text, labelledSchema, place)));
    unexplained.push(...(replayed.differences ?? []).map((difference) => `${conversation.id}: ${difference}`));
  }
  return { conversations, verdicts, labels, live: isLive ? { calls, unexplained } : null };
}

/** Replays the scripts of a file that are of the domain. */
export async function evaluateScripts(path: string, domain: LoadedDomain): Promise<readonly ScriptVerdict[]> {
  const scripts = parse(await readWhole(path), scriptSchema.array(), path);
  const verdicts: ScriptVerdict[] = [];
  for (const script of scripts.filter((each) => each.domain === domain.domain))
    verdicts.push(...(await replayScript(script, domain)));
  return verdicts;
}

async function* parsedLines<Value>(
  path: string,
  schema: z.core.$ZodType<Value>,
): AsyncGenerator<{ value: Value; text: string; place: string }> {
  let number = 0;
  for await (const text of readLines(path)) {
    number += 1;
    const place = `${path}, line ${number}`;
    yield { value: parse(text, schema, place), text, place };
  }
}

function parse<Value>(text: string, schema: z.core.$ZodType<Value>, place: string): Value {
  try {
    return z.parse(schema, JSON.parse(text));
  } catch (error) {
    throw new PurserError("PUR-5011", `${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
