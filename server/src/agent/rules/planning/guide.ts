import type { JsonObject } from "@purser/contract";
import type { Guide } from "../../../blueprint/procedure.ts";

/** A step of a guide that she is asked to try; `path` is the fact whether it helped. */
export type GuideStep = { path: string; text: string; isLast: boolean };

/** The first step of which it is not known whether it helped; null while it is not known which list to take, or when all are told. */
export function nextGuideStep(guide: Guide, values: JsonObject): GuideStep | null {
  return stepsFor(guide, values).find(({ path }) => values[path] === undefined) ?? null;
}

function stepsFor({ by, steps }: Guide, values: JsonObject): GuideStep[] {
  const list = values[by];
  if (typeof list !== "string") return [];
  const texts = Object.hasOwn(steps, list) ? (steps[list] ?? []) : [];
  return texts.map((text, index) => ({
    path: `guide.${list}.${index + 1}`,
    text,
    isLast: index === texts.length - 1,
  }));
}

/** Whether a question asks how a step of a guide went. */
export function isGuideStep(path: string): boolean {
  return /^guide\.[^.]+\.\d+$/.test(path);
}

/** What becomes known when she says whether the step behind `path` helped; null when it is no step of this guide. */
export function afterGuideStep(guide: Guide, path: string, hasHelped: boolean): JsonObject | null {
  const [, list = "", number = ""] = /^guide\.([^.]+)\.(\d+)$/.exec(path) ?? [];
  const texts = Object.hasOwn(guide.steps, list) ? guide.steps[list] : undefined;
  if (texts === undefined) return null;
  const isOver = hasHelped || Number(number) >= texts.length;
  return { [path]: hasHelped, ...(isOver ? { [guide.gives]: hasHelped } : {}) };
}

const notHelpedPattern =
  /\b(not|nothing|never|no|nope|still|neither|same|stuck|unfortunately|in vain)\b|\b(?:tried|did|done) (?:that|this|it)\b.{0,12}\b(?:already|before|twice)\b|\balready (?:tried|did)\b|n['’]t\b|\b(didnt|doesnt|dont|wont|isnt|cant)\b/i;
const helpedPattern =
  /\b(works?|worked|working|fixed|solved|helped|helps|did it|did the trick|yes|yep|yeah|yup|aye|lights? up|light up|moves?|runs?|closes?|holds?|sticks|fine|great|perfect|good as new)\b/i;
/** What is the case now counts more than what was before. */
const nowPattern = /\b(?:now|finally|this time)\b(.*)$/is;

/** Words of one who will not try another step. */
const noMorePattern =
  /\b(?:just|rather|simply)\s+(?:send|give|replace|exchange|refund|get)\b|\b(?:send|give|get)\s+(?:me|us)\s+(?:an?\s+)?(?:new|another|different|replacement)\b|\bno more (?:steps|tricks|tips|tries)\b|\bi give up\b|\bskip (?:this|that|the|it)\b|\b(?:no|don'?t have) time for\b/i;

/** Whether she wants to be led through no more steps: then none has helped. */
export function wantsNoMoreSteps(text: string): boolean {
  return noMorePattern.test(text);
}

/** What becomes known when she will not try another step. */
export function afterGivingUp(guide: Guide, path: string): JsonObject | null {
  const last = afterGuideStep(guide, path, false);
  return last === null ? null : { ...last, [guide.gives]: false };
}

/** Whether what she tried has helped, in her own words; null when they do not say. */
export function readHelped(text: string): boolean | null {
  const plain = text.replaceAll(/\bno (problems?|longer (stuck|broken))\b|\bnot (stuck|broken) any ?more\b/gi, "fine");
  const decisive = nowPattern.exec(plain)?.[1] ?? "";
  for (const part of [decisive, plain]) {
    if (notHelpedPattern.test(part)) return false;
    if (helpedPattern.test(part)) return true;
  }
  return /\b(broken|dark|jammed|loose)\b/i.test(plain) ? false : null;
}
