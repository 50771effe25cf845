import { eventsOf, type History, subjectOf, type Violation } from "./history.ts";

/** I13: what is another customer's stands in no message, no prompt and no line for operators. */
export function checkNothingLeaks({ cases, prompts, lines, shop }: History): readonly Violation[] {
  const subjects = new Map<string, string | null>(cases.map((each) => [each.caseId, subjectOf(each)]));
  const outputs = [
    ...cases.flatMap((each) =>
      eventsOf(each, "message.sent").map(({ body }) => ({ where: "a message", text: body.text, caseId: each.caseId })),
    ),
    ...prompts.map(({ text, caseId }) => ({ where: "a prompt", text, caseId })),
    ...lines.map((text) => ({ where: "a line for operators", text, caseId: "" })),
  ];
  return outputs.flatMap(({ where, text, caseId }) =>
    shop.canaries
      .filter((canary) => canary.subject === null || canary.subject !== (subjects.get(caseId) ?? null))
      .flatMap((canary) => (text.includes(canary.text) ? [`${where} of ${caseId} has ${canary.text} in it.`] : [])),
  );
}
