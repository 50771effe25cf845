import { type Canary, eventsOf, groupBy, type History, type Output, subjectOf, type Violation } from "./history.ts";

/**
 * I13: what is another customer's stands in no message, no prompt and no line for operators; and what was planted, so that
 * nobody can have written it who has not read it, in no row of another's log and in nothing that was made of it.
 */
export function checkNothingLeaks(history: History): readonly Violation[] {
  const { cases, prompts, lines, outputs, shop } = history;
  const said: readonly Output[] = [
    ...cases.flatMap((each) =>
      eventsOf(each, "message.sent").map(({ body }) => ({ where: "a message", text: body.text, caseId: each.caseId })),
    ),
    ...prompts.map(({ text, caseId }) => ({ where: "a prompt", text, caseId })),
    ...lines.map((text) => ({ where: "a line for operators", text, caseId: "" })),
  ];
  const known = leaks(said, shop.canaries, cases);
  if (shop.planted.length === 0) return known;
  const kept: readonly Output[] = cases.flatMap(({ caseId, rows }) =>
    rows.map(({ body, event }) => ({ where: `the event ${event.kind}`, text: JSON.stringify(body), caseId })),
  );
  return [...known, ...leaks([...said, ...kept, ...outputs], shop.planted, cases)];
}

function leaks(outputs: readonly Output[], canaries: readonly Canary[], cases: History["cases"]): Violation[] {
  const subjects = new Map<string, string | null>(cases.map((each) => [each.caseId, subjectOf(each)]));
  const byCase = groupBy(outputs, ({ caseId }) => caseId);
  return [...byCase].flatMap(([caseId, ofCase]) => {
    const forbidden = canaries.filter(({ subject }) => subject === null || subject !== (subjects.get(caseId) ?? null));
    const any = new RegExp(forbidden.map(({ text }) => escaped(text)).join("|"));
    if (forbidden.length === 0 || !ofCase.some(({ text }) => any.test(text))) return [];
    return forbidden.flatMap((canary) =>
      ofCase
        .filter(({ text }) => stands(canary, text))
        .map(({ where }) => `${where} of ${caseId} has ${canary.text} in it.`),
    );
  });
}

/** A code counts only where it stands alone: hashes and times are full of digits. */
function stands({ text }: Canary, within: string): boolean {
  if (!within.includes(text)) return false;
  return !/^\d+$/.test(text) || new RegExp(`(?<![0-9A-Za-z])${text}(?![0-9A-Za-z])`).test(within);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
