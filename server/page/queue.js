// The cases that people have, and what the teammate reads who has one or takes it.

import { post, read } from "./api.js";
import { byId, during, make, timeOf } from "./dom.js";

const gatherMs = 120;

let queueTimer = null;

/** `then` is called when the list has been made anew. */
export function showQueueSoon(then) {
  queueTimer ??= setTimeout(() => {
    queueTimer = null;
    void showQueue().then(then);
  }, gatherMs);
}

async function showQueue() {
  const page = await read("/v1/queue").catch(() => null);
  if (page === null) return;
  byId("queue").hidden = page.cases.length === 0;
  byId("queue-list").replaceChildren(...page.cases.map(queuedRow));
}

function queuedRow({ caseId, queue, topic, trigger, why, teammateId, assignedTo, since }) {
  const whose =
    teammateId === null ? (assignedTo === null ? "nobody's yet" : `for ${assignedTo}`) : `${teammateId} has it`;
  const about = make("span", { class: "about" }, `${queue} · ${whose} · `, timeOf(since));
  const words = [topic ?? trigger?.replaceAll("-", " "), why].filter((text) => text !== undefined && text !== "");
  const title = make("span", { class: "title" }, words.join(": ") || caseId);
  return make("li", {}, make("a", { href: `#case=${caseId}` }, title, about));
}

/** What the teammate reads who has it or takes it; hidden while the agent has it. */
export async function showBriefing({ caseId, owner }, isStillShown) {
  const isPeoples = owner.kind !== "agent";
  byId("briefing").hidden = !isPeoples;
  if (!isPeoples) return;
  const briefing = await read(`/v1/cases/${encodeURIComponent(caseId)}/briefing`).catch(() => null);
  if (briefing === null || !isStillShown()) return;
  byId("briefing-text").textContent = briefing.text.join("\n");
  const isTaken = owner.kind === "teammate";
  byId("briefing-owner").textContent = isTaken
    ? `${owner.teammateId} has it.`
    : `It waits in the queue ${owner.queue}${owner.assignedTo === null ? "" : `, for ${owner.assignedTo}`}.`;
  byId("take-case").hidden = isTaken;
  byId("return-case").hidden = !isTaken;
  byId("reply-form").hidden = !isTaken;
}

/** `what` is the end of the route: `takeover` or `return`. */
export function changeCase(caseId, what) {
  const place = byId("briefing");
  void during(place, byId("briefing-problem"), () => post(`/v1/cases/${encodeURIComponent(caseId)}/${what}`, {}));
}
