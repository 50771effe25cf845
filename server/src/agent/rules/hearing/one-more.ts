import type { Procedure } from "../../../blueprint/procedure.ts";
import { actionCallsOf } from "../../../cases/calls-of.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHandProcedures } from "../planning/in-hand.ts";
import { lastQuestion, openNeed } from "../planning/last-question.ts";
import { hintsFor } from "../asking/named-anew.ts";
import { type Named, namedAlone, namedApart, withoutNames } from "../asking/named-apart.ts";
import { goesOn } from "../understanding/sentences.ts";
import { inHandAsTurn, severalFact, severalKept, severalNamedIn, turnIn } from "../pursuing/several-named.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { askedAbout } from "../asking/which-meant.ts";
import { wordCount } from "../understanding/word-count.ts";

/**
 * "And the hat too, please" while what is in hand is not done: the hat has its turn after it. Null for every other message, such
 * as one that puts the hat in its place.
 */
export function asOneMore({ text, seq }: ViewMessage, meant: Understood, view: CaseView): Understood | null {
  const procedures = openProcedures(view);
  if (procedures.length === 0 || meant.wantsPerson || !isMore(text, procedures, meant, view)) return null;
  const apart = namedApart(text, procedures, view);
  const alone = namedAlone(text, procedures, view);
  const added = (apart.length > 0 ? apart : alone === null ? [] : [alone]).filter((each) =>
    isNew(each, procedures, view),
  );
  if (added.length === 0) return null;
  const kept = severalKept(view.state);
  const names = procedures.map(({ name }) => name);
  const about = askedAbout(lastQuestion(view.state) ?? "");
  const isOpen = kept !== null && turnIn(kept, view.state) !== null;
  // Asked whether she is understood, who adds to it has said yes; nothing of it has been begun yet.
  const several = isOpen
    ? { ...kept, turns: [...kept.turns, ...added], isTold: about === null }
    : { since: seq, procedures: names, turns: [inHandAsTurn(procedures, view), ...added], isTold: about === null };
  const requests = names.map((procedure) => ({ procedure, confidence: 1, slots: {} }));
  const isUnsure = about !== null && !about.areAll && about.names.length > 1;
  const [first, ...others] = requests;
  if (isUnsure && first !== undefined)
    return {
      ...meant,
      requests: [{ ...first, confidence: 0.5 }],
      alternatives: others.map(({ procedure }) => procedure),
      next: "ask",
      values: severalFact(several),
    };
  return { ...meant, requests, alternatives: [], next: "act", values: severalFact(several) };
}

/** What she has just added, in her words; nothing where she has added nothing. */
export function addedIn(heard: Understood["values"], view: CaseView): readonly string[] {
  const several = severalNamedIn(heard);
  if (several?.isTold !== true) return [];
  const before = severalKept(view.state);
  const known = before?.since === several.since ? before.turns.length : 1;
  return several.turns.slice(known).map(({ called }) => called);
}

/** "And the hat too, please" says only what else is meant. */
export function onlyNamesMore(text: string, procedures: readonly Procedure[], view: CaseView): boolean {
  const rest = withoutNames(text, procedures, view);
  return rest !== text && besideNaming.test(rest) && (goesOn(text) || more.test(text)) && !inPlace.test(text);
}

/** "Actually the hat" puts another thing in the place of the one that she is asked about, and says nothing else. */
export function putsInPlace(text: string, view: CaseView): boolean {
  const procedures = openProcedures(view);
  const rest = withoutNames(text, procedures, view);
  return (
    procedures.length > 0 &&
    rest !== text &&
    besideCorrecting.test(rest) &&
    namedApart(text, procedures, view).length === 0
  );
}

/** Those in hand that she is asked about, or to confirm something of, and that can be done with one thing after another. */
function openProcedures(view: CaseView): readonly Procedure[] {
  const { state, blueprint } = view;
  const about = askedAbout(lastQuestion(state) ?? "")?.names.flatMap((name) => blueprint.procedures.get(name) ?? []);
  const all = about ?? inHandProcedures(view);
  const procedures = all.filter((each) => hintsFor([each], blueprint.toolbox).length > 0);
  const asking = state.proposals.flatMap(({ phase, step }) => (phase.kind === "asking" ? actionCallsOf(step) : []));
  const confirmed = procedures.filter(({ header }) => asking.some(({ tool }) => header.tools.includes(tool)));
  if (about !== undefined) return procedures;
  return asking.length > 0 ? confirmed : procedures.filter((each) => openNeed(state, [each]) !== null);
}

/** Not named yet: neither what is in hand nor what waits for its turn. */
function isNew({ of }: Named, procedures: readonly Procedure[], { state, blueprint }: CaseView): boolean {
  const kept = severalKept(state);
  const others = kept === null || turnIn(kept, state) === null ? [] : kept.turns.map((turn) => turn.of);
  const now = Object.fromEntries(Object.entries(state.values).map(([path, { value }]) => [path, value]));
  return hintsFor(procedures, blueprint.toolbox).some((path) => {
    const said = of[path];
    return said !== undefined && ![now, ...others].some((each) => JSON.stringify(each[path]) === JSON.stringify(said));
  });
}

function isMore(text: string, procedures: readonly Procedure[], meant: Understood, view: CaseView): boolean {
  if (inPlace.test(text)) return false;
  const isNaming = onlyNamesMore(text, procedures, view);
  const isAdded = goesOn(text) || more.test(text);
  const names = procedures.map(({ name }) => name);
  const isElsewhere = meant.requests.some(
    ({ procedure, confidence }) =>
      (meant.next === "act" || confidence >= likely) &&
      !names.includes(procedure) &&
      changesSomething(procedure, view.blueprint),
  );
  return isAdded && (isNaming || !isElsewhere) && wordCount(text) <= longest;
}

/** From here on something else is meant, though she may have to be asked. */
const likely = 0.8;

/** More words than these tell of more than another thing. */
const longest = 30;
const more =
  /\b(?:too|as well|aswell|also|the same|same (?:goes|for|with|problem|issue|story|thing)|likewise|while (?:you|we)['’]?(?:re| are) at it|in addition|on top|another (?:thing|one):?|don['’]?t forget|forgot|both|plus|what about|how about)\b/i;
/** She takes something back, or puts it in the place of something. */
const inPlace =
  /(?<!\b(?:also|and|either|nor)\s)\bnot the\b|\b(?:instead|rather|i mean|i meant|meant|wrong one|forget (?:it|that|about)|never ?mind|changed my mind)\b|^\W*(?:(?:h+m+|oh|ok(?:ay)?|well)\W+)*(?:no|nope|nah|actually no|wait no)\b(?!\W*(?:problem|worries|wait))/i;
/** What stands beside the name of a thing that is wanted too, and asks for nothing else. */
const besideNaming =
  /^\W*(?:(?:and|n|oh|ok(?:ay)?|yes|also|plus|too|as|well|aswell|please|pls|plz|thanks|thank|you|the|my|our|her|his|a|an|this|that|one|same|goes|for|with|do|can|could|i|need|want|it|is|s|in|same|thing|of|course|btw|by|way|what|how|about|then|likewise|sorry|forgot|don'?t|forget|while|re|are|at)\b\W*)*$/i;
const besideCorrecting =
  /^\W*(?:(?:no|nope|nah|wait|oh|ah|h+m+|ok(?:ay)?|sorry|actually|rather|instead|i|we|meant?|was|it|is|s|it['’]?s|the|my|our|that|this|one|for|about|of|please|pls|should|be|make|ones?)\b\W*)+$/i;
