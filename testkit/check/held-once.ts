import { type CaseHistory, eventsIn, eventsOf, type History, type Violation } from "./history.ts";

/** I12, of what is held: released at most once, not before its time, never after it was withdrawn, and begun only then. */
export function checkHeldOnce({ cases }: History): readonly Violation[] {
  return cases.flatMap((each) => eventsOf(each, "call.held").flatMap(({ body }) => problemsOf(each, body)));
}

function problemsOf(history: CaseHistory, { key, releaseAt }: { key: string; releaseAt: string }): Violation[] {
  const about = eventsIn(history).filter((event) => "key" in event.body && event.body.key === key);
  const [release, ...more] = about.filter(({ kind }) => kind === "call.released");
  const withdrawal = about.find(({ kind }) => kind === "call.withdrawn");
  const begun = about.find(({ kind }) => kind === "call.started");
  return [
    ...(more.length > 0 ? [`${key} was released ${more.length + 1} times.`] : []),
    ...(release !== undefined && release.at < releaseAt ? [`${key} was released before ${releaseAt}.`] : []),
    ...(release !== undefined && withdrawal !== undefined ? [`${key} was both withdrawn and released.`] : []),
    ...(begun !== undefined && (release === undefined || begun.seq < release.seq)
      ? [`${key} was begun while it was held.`]
      : []),
  ];
}
