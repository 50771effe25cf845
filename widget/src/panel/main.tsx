import { render } from "preact";
import { frameOf, messageIn, type ToPage, type ToPanel } from "../frames.ts";
import { App } from "./app.tsx";
import { Conversation } from "./conversation.ts";
import { openStore, type Store } from "./store.ts";
import { applyLook } from "./look.ts";
import { stringsFor } from "./strings.ts";
import "./panel.css";

const place = document.getElementById("panel");
let page: string | null = null;
let conversation: Conversation | null = null;
let store: Store | null = null;
let draftNumber = 0;
let isShown = false;
let look: { locale: string } = { locale: navigator.language };

/** What is told before the page has shown itself goes to whatever page it is, and says nothing of anybody. */
function tell(message: ToPage): void {
  window.parent.postMessage(frameOf(message), page ?? "*");
}

/** Puts a text where she writes. */
function suggest(text: string | null): void {
  if (text === null || store === null) return;
  store.setDraft(text);
  draftNumber += 1;
  show(isShown);
}

function show(isOpen: boolean): void {
  isShown = isOpen;
  if (conversation === null || store === null || place === null) return;
  const { strings, language } = stringsFor(look.locale);
  document.documentElement.lang = language;
  render(
    <App
      conversation={conversation}
      store={store}
      strings={strings}
      language={language}
      isOpen={isOpen}
      draftNumber={draftNumber}
      isFramed={window.parent !== window}
      tell={tell}
    />,
    place,
  );
}

function begin(hello: Extract<ToPanel, { kind: "hello" }>): void {
  look = hello.look;
  applyLook(hello.look);
  store = openStore(hello.kept, (name, text) => tell({ kind: "keep", name, text }));
  conversation = new Conversation(store, () => tell({ kind: "identity-wanted" }));
  // Who signs in as somebody else leaves nothing of what was half written before; what the page suggests comes after that.
  void conversation.identify(hello.identity).then(() => suggest(hello.words));
  show(hello.isOpen);
}

function hear(message: ToPanel): void {
  if (message.kind === "hello" && conversation === null) begin(message);
  if (message.kind === "identity") void conversation?.identify(message.identity);
  if (message.kind === "words") suggest(message.text);
  if (message.kind === "kept") store?.hear(message.name, message.text);
  if (message.kind === "shown") show(message.isOpen);
}

/** Only the page around it is heard, and after its first word only as that same page. Which pages may be one, the policy says. */
window.addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== window.parent || window.parent === window || origin !== (page ?? origin)) return;
  const message = messageIn<ToPanel>(data);
  if (message === null) return;
  page = origin;
  hear(message);
});

if (window.parent === window) {
  const own = { locale: navigator.language, direction: "ltr", scheme: "auto", accent: null } as const;
  begin({ kind: "hello", look: own, identity: { kind: "nobody" }, isOpen: true, kept: {}, words: null });
} else {
  tell({ kind: "ready" });
}
