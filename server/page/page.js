// The first page: cases, one case with its conversation and what was decided, answers to what waits, and a chat box as a
// customer. It speaks the public API only. Whatever comes from data is set as text, never as markup.

import { follow, keyPlace, post, read } from "./api.js";
import { byId, during, make, timeOf } from "./dom.js";
import { changeCase, showBriefing, showQueueSoon } from "./queue.js";

const gatherMs = 120;

/** The key comes in the address's fragment, which browsers send to nobody, and goes from there at once. */
function takeKeyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given === null) return;
  sessionStorage.setItem(keyPlace, given);
  history.replaceState(null, "", location.pathname);
}

function tellConnection(state, text) {
  const place = byId("connection");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = text;
}

// ---- The list ----

/** Rows by the case's id; the server sends a case again whenever it has changed. */
const rows = new Map();

function showRow(summary) {
  const { caseId } = summary;
  const row = rows.get(caseId) ?? make("li", { "data-case": caseId });
  rows.set(caseId, row);
  row.dataset.updated = summary.updatedAt;
  const link = make("a", { href: `#case=${caseId}` });
  const title = make("span", { class: "title" }, row.dataset.title ?? caseId);
  const about = make("span", { class: "about" }, statusChip(summary.status, false), timeOf(summary.updatedAt));
  link.append(title, about);
  row.replaceChildren(link);
  const list = byId("case-list");
  const older = [...list.children].find((each) => each !== row && each.dataset.updated <= summary.updatedAt);
  if (row.nextElementSibling !== (older ?? null) || row.parentElement === null) list.insertBefore(row, older ?? null);
  byId("cases-empty").hidden = true;
  showQueueSoon(markCurrent);
  markCurrent();
  void nameRow(row, about, title, summary);
}

/** Who it is and what she wants stand in the case itself. */
async function nameRow(row, about, title, { caseId, status }) {
  const view = await read(`/v1/cases/${caseId}`).catch(() => null);
  if (view === null) return;
  row.dataset.title = titleOf(view);
  title.textContent = row.dataset.title;
  const waits = view.pauses.some(({ mayAnswer }) => mayAnswer.kind === "teammate");
  about.firstChild.replaceWith(statusChip(status, waits));
}

function statusChip(status, waitsForTeammate) {
  return waitsForTeammate
    ? make("span", { class: "waits" }, "needs an answer")
    : make("span", {}, status.replace("-", " "));
}

function titleOf({ customerRef, goal, procedure, subject }) {
  const what = goal ?? subject ?? procedure?.replaceAll("-", " ") ?? "a conversation";
  return `${customerRef ?? "Somebody"}: ${what}`;
}

// ---- One case ----

let shown = null;

function showCase(caseId) {
  shown?.stop.abort();
  for (const id of ["messages", "pauses", "trace-list"]) byId(id).replaceChildren();
  byId("case-title").textContent = "";
  byId("case-about").textContent = "";
  byId("briefing").hidden = true;
  byId("message-form").reset();
  const current = { caseId, stop: new AbortController(), explained: 0, timer: null };
  shown = current;
  const onEvent = (event) => {
    if (event.kind === "message.received") addMessage("customer", event);
    if (event.kind === "message.sent") addMessage("purser", event);
    current.timer ??= setTimeout(() => void refresh(current), gatherMs);
  };
  const path = `/v1/cases/${encodeURIComponent(caseId)}/events`;
  follow(path, current.stop.signal, onEvent, tellConnection).catch(showMissing);
}

function addMessage(by, { body, at }) {
  const list = byId("messages");
  const who = make(
    "span",
    { class: "who" },
    by === "customer" ? "Customer · " : `${body?.teammateId ?? "Purser"} · `,
    timeOf(at),
  );
  const files = (body?.attachments ?? []).map(({ name }) => `[file: ${name}]`);
  const text = body === null ? "(erased)" : [body.text, ...files].filter((part) => part !== "").join(" ");
  list.append(make("p", { class: by }, who, text));
  list.scrollTop = list.scrollHeight;
}

/** What follows from the events: how the case stands, what it asks, and why it went as it did. */
async function refresh(current) {
  current.timer = null;
  const path = `/v1/cases/${encodeURIComponent(current.caseId)}`;
  const [view, why] = await Promise.all([read(path), read(`${path}/why`)]).catch(() => [null, null]);
  if (view === null || shown !== current) return;
  byId("case-title").textContent = titleOf(view);
  byId("case-about").textContent =
    `${view.status.replace("-", " ")} · ${view.channel} · identity level ${view.identity.level} · ${view.caseId}`;
  showPauses(view.pauses);
  void showBriefing(view, () => shown === current);
  for (const { seq, kind, at, sentences } of why.explanations) {
    if (seq <= current.explained) continue;
    current.explained = seq;
    if (sentences.length > 0 && kind !== "message.received" && kind !== "message.sent") addTrace(kind, at, sentences);
  }
}

const words = {
  "message.understood": "hears",
  "plan.made": "plan",
  "facts.read": "reads",
  "proposal.made": "proposes",
  "proposal.judged": "guard",
  "pause.opened": "asks",
  "pause.answered": "answer",
  "call.started": "calls",
  "call.ended": "outcome",
  "call.verified": "reads back",
  "handoff.made": "hands over",
  "identity.changed": "identity",
  "timer.set": "timer",
  "timer.fired": "timer",
};
const moods = { "call.verified": "good", "case.resolved": "good", "handoff.made": "bad", "pause.opened": "waits" };

function addTrace(kind, at, sentences) {
  const list = byId("trace-list");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const word = make(
    "span",
    { class: "word", "data-mood": moods[kind] ?? "plain" },
    words[kind] ?? kind.split(".")[1],
    timeOf(at),
  );
  list.append(make("li", {}, word, toldIn(sentences)));
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

/** The first sentence says what happened; the others, with facts and reasons, unfold below it. */
function toldIn([first, ...others]) {
  if (others.length === 0) return make("p", {}, first);
  const more = others.map((sentence) => make("p", {}, sentence));
  return make("details", {}, make("summary", {}, first), ...more);
}

/** Those that are shown already stay as they are, with what somebody is typing there. */
function showPauses(pauses) {
  const place = byId("pauses");
  for (const card of place.querySelectorAll(".pause"))
    if (!pauses.some(({ digest }) => digest === card.dataset.digest)) card.remove();
  for (const pause of pauses)
    if (![...place.children].some(({ dataset }) => dataset.digest === pause.digest)) place.append(pauseCard(pause));
}

function pauseCard(pause) {
  const { pauseId, digest, shown: asked, mayAnswer, expiresAt } = pause;
  const isHers = mayAnswer.kind === "customer";
  const reason = make("input", { id: `reason-${pauseId}`, maxlength: "2000", autocomplete: "off" });
  const problem = make("p", { class: "problem", role: "alert" });
  const answer = (decision, label, style) => {
    const button = make("button", { type: "button", class: style }, label);
    button.addEventListener("click", () =>
      during(card, problem, async () => {
        const why = reason.value.trim() === "" ? {} : { reason: reason.value.trim() };
        const as = isHers ? { as: "customer" } : {};
        // The digest stands for exactly what this card shows: an answer to anything else is refused.
        await post(`/v1/pauses/${pauseId}/answer`, {
          digest,
          decision,
          surface: isHers ? "chat" : "console",
          ...why,
          ...as,
        });
      }),
    );
    return button;
  };
  const buttons = isHers
    ? [answer("yes", "Yes", "main"), answer("no", "No", "")]
    : [
        make("div", {}, make("label", { for: reason.id }, "Reason (optional)"), reason),
        answer("yes", "Approve", "main"),
        answer("no", "Deny", ""),
      ];
  const who = isHers ? "The customer is asked" : `A ${mayAnswer.role} is asked`;
  const card = make(
    "section",
    { class: "pause", "data-digest": digest, "aria-label": asked.title },
    make("h4", {}, `${who} · until `, timeOf(expiresAt)),
    make("p", { class: "text" }, asked.text),
    make("ul", {}, ...asked.reasons.map((each) => make("li", {}, `Because: ${each}`))),
    make("div", { class: "answers" }, ...buttons),
    problem,
  );
  return card;
}

// ---- What is shown, and forms ----

function showMissing(problem) {
  byId("case-title").textContent = "There is no such case";
  byId("case-about").textContent = problem.message;
}

function onSubmit(id, work) {
  const form = byId(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form, form.querySelector(".problem"), () => work(Object.fromEntries(new FormData(form)), form));
  });
  form.querySelector("textarea")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function markCurrent() {
  for (const link of document.querySelectorAll("#case-list a, #queue-list a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function showPlace({ takesFocus }) {
  const caseId = new URLSearchParams(location.hash.slice(1)).get("case");
  byId("desk").dataset.shows = caseId === null ? "list" : "case";
  byId("opening").hidden = caseId !== null;
  byId("case").hidden = caseId === null;
  if (caseId === null) shown?.stop.abort();
  else showCase(caseId);
  markCurrent();
  if (takesFocus) byId(caseId === null ? "opening-title" : "case-title").focus({ preventScroll: true });
}

let watching = new AbortController();

function showDoor(problem) {
  watching.abort();
  shown?.stop.abort();
  sessionStorage.removeItem(keyPlace);
  byId("desk").hidden = true;
  byId("forget-key").hidden = true;
  byId("key-view").hidden = false;
  byId("key-form").querySelector(".problem").textContent = problem;
  tellConnection("closed", "Not connected");
  byId("key").focus();
}

function showDesk() {
  if (sessionStorage.getItem(keyPlace) === null) return showDoor("");
  byId("key-view").hidden = true;
  byId("desk").hidden = false;
  byId("forget-key").hidden = false;
  watching = new AbortController();
  void follow("/v1/cases", watching.signal, showRow, tellConnection);
  showPlace({ takesFocus: false });
}

onSubmit("key-form", async ({ key }, form) => {
  sessionStorage.setItem(keyPlace, key.trim());
  form.reset();
  showDesk();
});
onSubmit("opening-form", async ({ customer, level, text }, form) => {
  const who = customer.trim() === "" ? { level: 0 } : { customer: customer.trim(), level: Number(level) };
  const { caseId } = await post("/v1/cases", { ...who, text });
  form.reset();
  location.hash = `case=${caseId}`;
});
onSubmit("message-form", async ({ text }, form) => {
  await post(`/v1/cases/${encodeURIComponent(shown.caseId)}/messages`, { text, messageId: crypto.randomUUID() });
  form.reset();
});
onSubmit("reply-form", async ({ text }, form) => {
  await post(`/v1/cases/${encodeURIComponent(shown.caseId)}/reply`, { text });
  form.reset();
});
byId("take-case").addEventListener("click", () => changeCase(shown.caseId, "takeover"));
byId("return-case").addEventListener("click", () => changeCase(shown.caseId, "return"));
byId("forget-key").addEventListener("click", () => showDoor(""));
byId("new-case").addEventListener("click", () => {
  location.hash = "";
  byId("first-text").focus();
});
window.addEventListener("key-refused", () => showDoor("The server does not know this key."));
window.addEventListener("hashchange", () => {
  const hasKey = location.hash.startsWith("#key=");
  takeKeyFromAddress();
  if (hasKey) showDesk();
  else if (!byId("desk").hidden) showPlace({ takesFocus: true });
});

takeKeyFromAddress();
showDesk();
