import type { Decision, Pause, PauseId } from "@purser/contract";
import { readNumberedAnswer, readYesOrNo, readRepeated } from "../../cases/yes-or-no.ts";
import type { Desk } from "../desk.ts";
import { type CaseNow, readCaseNow } from "../read-case-now.ts";

export type ChatDecision = Exclude<Decision, "edit">;

/** An answer to one open confirmation, in the case that asks; or one that could mean several. */
export type Answer =
  | { kind: "answers"; asking: CaseNow; pause: Pause; decision: ChatDecision }
  | { kind: "unclear"; pauseIds: readonly PauseId[] };

/**
 * What a plain yes or no answers: the one confirmation that is open in the case or in a child case, or the one whose
 * number it names, as she was shown it. An answer that repeats what the one asks is plain too. Null for every other message; doubt never
 * confirms.
 */
export async function readAnswer(text: string, caseNow: CaseNow, desk: Desk): Promise<Answer | null> {
  const own = desk.ownAnswers();
  const numbered = readNumberedAnswer(text, own);
  const open = await openConfirmations(caseNow, desk);
  const [only, ...others] = open;
  if (numbered !== null) {
    const meant = caseNow.state.choice?.pauseIds[numbered.number - 1];
    const found = open.find(({ pause }) => pause.pauseId === meant);
    return found === undefined ? null : { kind: "answers", ...found, decision: numbered.decision };
  }
  if (only === undefined) return null;
  const plain = readYesOrNo(text, own);
  if (others.length === 0) {
    const decision = plain ?? (asksForOneDeed(only) ? readRepeated(text, only.pause.shown) : null);
    return decision === null ? null : { kind: "answers", ...only, decision };
  }
  if (plain === null) return null;
  return { kind: "unclear", pauseIds: open.map(({ pause }) => pause.pauseId) };
}

/** Of several deeds she could repeat one; and to take something back is called by the deed that it takes back. */
function asksForOneDeed({ asking, pause }: { asking: CaseNow; pause: Pause }): boolean {
  const asked = asking.state.proposals.find(({ proposalId }) => proposalId === pause.proposalId);
  return asked?.step.kind === "call";
}

async function openConfirmations(caseNow: CaseNow, desk: Desk): Promise<{ asking: CaseNow; pause: Pause }[]> {
  const open = caseNow.state.children.filter(({ end }) => end === null);
  const children = await Promise.all(open.map(({ caseId }) => readIfOpened(caseId, desk)));
  return [caseNow, ...children.flat()].flatMap((asking) =>
    asking.state.pauses
      .filter(
        ({ mayAnswer, kind, expiresAt }) =>
          mayAnswer.kind === "customer" && kind === "confirm" && asking.now < expiresAt,
      )
      .map((pause) => ({ asking, pause })),
  );
}

/** Nothing is there yet of a child case that is still to be opened. */
async function readIfOpened(caseId: CaseNow["row"]["caseId"], desk: Desk): Promise<CaseNow[]> {
  const row = await desk.store.readCase(desk.tenant, caseId);
  return row === null ? [] : [await readCaseNow(caseId, desk)];
}
