// The account page keeps itself up to date and marks what has changed; the suggestions put their words into the chat.

const lookEachMs = 1000;
/** Some things change by themselves, such as a label that the carrier decides about. */
const readAtLeastEachMs = 10_000;

const records = () => document.getElementById("records");

function itemsIn(place) {
  const items = [...place.querySelectorAll("[data-item]")];
  return new Map(items.map((item) => [item.dataset.item, item.textContent.replaceAll(/\s+/g, " ")]));
}

/** Puts in what the systems of record say now; what is new or otherwise is marked and told. */
async function readAgain() {
  const response = await fetch("/account");
  if (response.redirected || !response.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("records");
  const known = itemsIn(records());
  const changed = [];
  for (const [id, text] of itemsIn(fresh)) {
    if (known.get(id) === text) continue;
    const item = fresh.querySelector(`[data-item="${CSS.escape(id)}"]`);
    item.classList.add("changed");
    changed.push(item.dataset.name);
  }
  records().replaceWith(document.adoptNode(fresh));
  if (changed.length > 0) document.getElementById("told").textContent = `Just now: ${changed.join(" · ")}`;
  return undefined;
}

async function keepUpToDate() {
  let readAt = performance.now();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, lookEachMs));
    if (document.visibilityState === "hidden") continue;
    try {
      const pulse = await (await fetch("/account/pulse")).text();
      if (pulse === records().dataset.pulse && performance.now() - readAt < readAtLeastEachMs) continue;
      await readAgain();
      readAt = performance.now();
    } catch {
      // The shop is away: what is shown stays, and is asked for again.
    }
  }
}

/** The chat is loaded beside the page: what is clicked before it is there is put into it then. */
function say(words) {
  if (window.purser !== undefined) return window.purser.open(words);
  const loader = document.querySelector('script[src$="/widget/loader.js"]');
  return loader.addEventListener("load", () => window.purser?.open(words), { once: true });
}

for (const button of document.querySelectorAll("[data-says]")) {
  button.addEventListener("click", () => say(button.dataset.says));
  button.disabled = false;
}

async function identifyAgain() {
  const response = await fetch("/account/login-token");
  window.purser?.identify(response.ok ? await response.text() : null);
}
addEventListener("purser:identity-wanted", () => void identifyAgain());

if (records() !== null) await keepUpToDate();
