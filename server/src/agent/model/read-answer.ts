import type { ErrorCode } from "@purser/contract";
import { wellFormedJson } from "@purser/contract";
import type { ModelAnswer } from "@purser/kit";
import { z } from "zod";
import type { OfferedStep, Proposed } from "./offered-step.ts";

/** An answer that is no proposal: what is wrong with it, as the model is told. */
export type Unusable = { kind: "unusable"; code: ErrorCode; why: string };
export type Usable = { kind: "proposed"; proposed: Proposed };

type Answered = Extract<ModelAnswer, { kind: "answered" }>;
type Call = { name: string; input: unknown };

const textCallSchema = z.object({ tool: z.string(), input: z.unknown() });
const refusal =
  /^\W*(?:i['’]?m |i am )?(?:sorry\b.{0,40})?\b(?:i )?(?:can['’]?t|cannot|won['’]?t|am unable to|'m unable to)\b/i;

/** Exactly one call of one offered step, whose input fits; everything else is said to the model and asked for anew. */
export function readAnswer(answer: Answered, offered: readonly OfferedStep[]): Usable | Unusable {
  const calls = answer.calls.length > 0 ? answer.calls : textCalls(answer.text);
  const [call, ...others] = calls;
  if (call === undefined) {
    if (refusal.test(answer.text))
      return unusable("PUR-6012", "You declined. Propose a handoff if this is not for you.");
    const cut = answer.isCutShort ? "Your answer was cut off at its length; be shorter. " : "";
    return unusable("PUR-6007", `${cut}Propose one step by calling exactly one tool.`);
  }
  if (others.length > 0) return unusable("PUR-6009", `You proposed ${calls.length} steps. Propose only the next one.`);
  return readCall(call, offered);
}

function readCall({ name, input }: Call, offered: readonly OfferedStep[]): Usable | Unusable {
  const step = offered.find(({ tool }) => tool.name === name);
  if (step === undefined) {
    const names = offered.map(({ tool }) => tool.name).join(", ");
    return unusable("PUR-6008", `There is no tool ${JSON.stringify(name.slice(0, 60))}. There are: ${names}.`);
  }
  const plain = faithful(input);
  if (plain === undefined) return unusable("PUR-6007", `The input of ${name} is no JSON object.`);
  const read = step.read(plain);
  return read.kind === "read"
    ? { kind: "proposed", proposed: read.proposed }
    : unusable("PUR-6007", `The input of ${name} does not fit. ${read.why}`);
}

function unusable(code: ErrorCode, why: string): Unusable {
  return { kind: "unusable", code, why };
}

/** As JSON that can be stored; undefined for what is none, or is nested too deeply. */
function faithful(input: unknown): unknown {
  try {
    const value = typeof input === "string" ? z.unknown().parse(JSON.parse(input)) : input;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? wellFormedJson(value) : undefined;
  } catch {
    return undefined;
  }
}

/** The JSON object in the text of a model that calls no tools. */
function textCalls(text: string): readonly Call[] {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}");
  if (from < 0 || to < from) return [];
  const call = textCallSchema.safeParse(faithful(text.slice(from, to + 1)));
  return call.success ? [{ name: call.data.tool, input: call.data.input }] : [];
}
