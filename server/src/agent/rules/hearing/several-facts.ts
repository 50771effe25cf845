import type { JsonObject } from "@purser/contract";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHandProcedures } from "../planning/in-hand.ts";
import { lastQuestion, openNeed } from "../planning/last-question.ts";
import { namesAnother } from "../asking/named-anew.ts";
import { namedApart } from "../asking/named-apart.ts";
import { ofEachPath, requestsPath, severalPath } from "../understanding/own-paths.ts";
import { heardOfTurn, severalFact, severalKept, turnIn } from "../pursuing/several-named.ts";
import type { Understood } from "../understanding/understand.ts";
import { isAskedAbout } from "../asking/which-meant.ts";

/** What is kept of several things that she names side by side, or has named before. `facts` are those kept of the message otherwise. */
export function severalFacts(meant: Understood, message: ViewMessage, facts: JsonObject, view: CaseView): JsonObject {
  if (meant.values[severalPath] !== undefined) return {};
  const named = namedNow(meant, message, view);
  if (named !== null) return named;
  const kept = severalKept(view.state);
  if (kept === null) return {};
  const isWish = meant.next === "act" && meant.requests.length > 0;
  if (!isWish) return heardOfTurn({ ...meant.values, ...facts }, view);
  const names = meant.requests.map(({ procedure }) => procedure);
  if (turnIn(kept, view.state) === null) return { [severalPath]: null };
  if (
    staysInHand(names, meant, view) ||
    (allOfThem.test(message.text) && !namesAnother(inHandProcedures(view), meant, view))
  )
    return heardOfTurn(meant.values, view, names);
  const requests = facts[requestsPath];
  // Something else comes after what is in hand, or in between.
  const goesOn =
    requests === undefined || (Array.isArray(requests) && kept.procedures.some((name) => requests.includes(name)));
  return goesOn ? {} : { [severalPath]: null };
}

const allOfThem = /\b(?:both|all|each|them|those|these|everything)\b/i;

function namedNow(meant: Understood, { text, seq }: ViewMessage, view: CaseView): JsonObject | null {
  if (meant.wantsPerson || (meant.next !== "act" && meant.next !== "ask")) return null;
  const wished = meant.requests.map(({ procedure }) => procedure);
  const names = [...new Set([...wished, ...(meant.next === "ask" ? meant.alternatives : [])])];
  const procedures = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  // Each wish goes by its own words already.
  if (meant.values[ofEachPath] !== undefined) return null;
  const turns = namedApart(text, procedures, view);
  if (turns.length < 2) return null;
  return severalFact({ since: seq, procedures: names, turns: [...turns], isTold: false });
}

/** What she says in answer to a question about several is about all of them, until she names another. */
export function staysInHand(names: readonly string[], meant: Understood, view: CaseView): boolean {
  const procedures = inHandProcedures(view);
  const path = lastQuestion(view.state) ?? "";
  const offered = procedures.flatMap(({ before }) => [...before.values()].flat().flatMap(({ offer }) => offer ?? []));
  const isAnswer = openNeed(view.state, procedures) !== null || names.some((name) => isAskedAbout(name, path));
  const ofThis = new Set([...procedures.map(({ name }) => name), ...offered]);
  return (
    isAnswer &&
    names.every((name) => ofThis.has(name) || isAskedAbout(name, path)) &&
    !namesAnother(procedures, meant, view)
  );
}
