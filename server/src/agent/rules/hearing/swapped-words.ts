import type { JsonObject } from "@purser/contract";
import type { CaseView } from "../../reasoner.ts";
import { inHandProcedures } from "../planning/in-hand.ts";

/**
 * What she has said before with one word of it in the place of another, as after "24 not 22" of a street; nothing where her message says
 * anything else, and where what she takes back is in nothing that she has said.
 */
export function swappedWords(text: string, view: CaseView): JsonObject {
  const { right, wrong } = (denied.exec(text) ?? instead.exec(text))?.groups ?? {};
  if (right === undefined || wrong === undefined) return {};
  const said = inHandProcedures(view).flatMap(({ header }) => Object.values(header.needs).flatMap(({ from }) => from));
  const place = new RegExp(String.raw`(?<![\p{L}\d])${wrong.replaceAll(".", String.raw`\.`)}(?![\p{L}\d])`, "iu");
  return Object.fromEntries(
    [...new Set(said)].flatMap((path): [string, string][] => {
      const value = path.startsWith("message.") ? view.state.values[path]?.value : null;
      return typeof value === "string" && place.test(value) ? [[path, value.replace(place, () => right)]] : [];
    }),
  );
}

const lead = String.raw`^\W*(?:(?:no|nope|wait|oh|oops|ups|sorry|ah|hang on|hold on|h+m+|actually|typo|my mistake|it(?:['’]?s| is| should be| should read)?|that(?:['’]?s| is| should be)?|should be|i meant?|make (?:it|that)|please|the|number|and|but)\b[\s,.!:…–-]*)*`;
const words = String.raw`[\p{L}\d][\p{L}\d'’.@-]*(?: [\p{L}\d][\p{L}\d'’.@-]*){0,2}?`;
const close = String.raw`\W*(?:(?:please|pls|sorry|thanks|thank you|my mistake|typo)\W*)*$`;
const instead = new RegExp(
  String.raw`${lead}(?<right>${words}),? (?:and )?(?:not|instead of|rather than) (?:the )?(?<wrong>${words})${close}`,
  "iu",
);
const denied = new RegExp(
  String.raw`${lead}not (?<wrong>${words}),? (?:but|it(?:['’]?s| is)) (?<right>${words})${close}`,
  "iu",
);
