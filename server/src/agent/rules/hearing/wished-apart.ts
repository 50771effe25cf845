import type { CaseView } from "../../reasoner.ts";
import { hintsFor, saidOfOneBy } from "../asking/named-anew.ts";
import { type Named, namedApart } from "../asking/named-apart.ts";
import { ofEachPath } from "../understanding/own-paths.ts";
import { requestOf } from "../understanding/request.ts";
import { finestParts } from "../understanding/sentences.ts";
import { changesSomething, recognizerFor, type Understood } from "../understanding/understand.ts";

/**
 * "The shirt has a hole and the cardigan is too big, I want my money": what is read as one wish for two things is two, where what she
 * says of one of them is clearly another. She is asked whether it is both, and each goes by its own words.
 */
export function asWishedApart(meant: Understood, text: string, view: CaseView): Understood {
  const [wish, ...others] = meant.requests;
  const procedure = view.blueprint.procedures.get(wish?.procedure ?? "");
  const isOne = others.length === 0 && !meant.wantsPerson && meant.values[ofEachPath] === undefined;
  if (wish === undefined || procedure === undefined || !isOne || !changesSomething(procedure.name, view.blueprint))
    return meant;
  const turns = namedApart(text, [procedure], view);
  const wished = turns.map((turn) => otherWishOf(turn, procedure.name, text, view) ?? procedure.name);
  if (turns.length !== 2 || new Set(wished).size !== 2 || !wished.includes(procedure.name)) return meant;
  const requests = wished.map((name) => ({ ...wish, procedure: name }));
  const ofEach = Object.fromEntries(turns.map(({ of }, index) => [wished[index] ?? "", of]));
  const alternatives = wished.slice(1);
  return { ...meant, requests, alternatives, next: "ask", values: { ...meant.values, [ofEachPath]: ofEach } };
}

/** What the clause that names a thing clearly wants for it, where that has facts of its own, such as a size, that the other has not. */
function otherWishOf({ of }: Named, name: string, text: string, { blueprint }: CaseView): string | null {
  const { procedures, toolbox } = blueprint;
  const first = procedures.get(name);
  if (first === undefined) return null;
  const called = hintsFor([first], toolbox).flatMap((hint) => of[hint] ?? []);
  const clauses = finestParts(text).flatMap((part) => part.clauses);
  const clause = clauses.find((each) => called.some((thing) => typeof thing === "string" && each.text.includes(thing)));
  if (clause === undefined) return null;
  const heard = recognizerFor(blueprint)(clause.text);
  const likeliest = requestOf(heard);
  const other = procedures.get(likeliest.procedure);
  if (other === undefined || other === first || heard.secondOpinion !== other.name) return null;
  const own = saidOfOneBy(first);
  const hasOwn = saidOfOneBy(other).some((path) => !own.includes(path));
  return hasOwn && likeliest.confidence >= clear && changesSomething(other.name, blueprint) ? other.name : null;
}

const clear = 0.8;
