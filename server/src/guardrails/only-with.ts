import type { Assurance, PolicyReference } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";

type Ask = (assurance: Assurance) => PolicyAnswer;

/** The policies as something meets them that needs this assurance besides: whatever they permit, without it `forbid` fires. */
export function onlyWith(
  given: "approved" | "confirmed",
  forbid: PolicyReference & { escalates: boolean },
  ask: Ask,
): Ask {
  return (assurance): PolicyAnswer => {
    const answer = ask(assurance);
    return assurance[given] || !answer.isPermitted
      ? answer
      : { ...answer, isPermitted: false, permits: [], forbids: [forbid] };
  };
}
