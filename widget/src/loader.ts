import {
  frameOf,
  type Identity,
  type Kept,
  keptPrefix,
  type Look,
  messageIn,
  type ToPage,
  type ToPanel,
} from "./frames.ts";

/** What a page can do with the chat, as `window.purser`; `purser:ready` is told when it is there. */
type Purser = {
  /** With a text, that stands in the chat in place of what was half written; she sends it or not. */
  open: (text?: string) => void;
  close: () => void;
  /** Who is there, by a token that the site has signed; null for nobody, after somebody has signed out. */
  identify: (token: string | null) => void;
};

const words = {
  en: { open: "Open chat", close: "Close chat", title: "Chat", unread: (count: number) => `Open chat, ${count} new` },
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    title: "Chat",
    unread: (count: number) => `Chat öffnen, ${count} neu`,
  },
} as const;

const style = `:host{all:initial}
button,iframe{position:fixed;inset-inline-end:20px;z-index:2147483000}
button{bottom:20px;width:56px;height:56px;border:0;border-radius:50%;background:var(--accent);color:var(--on);cursor:pointer;padding:0;display:grid;place-items:center;box-shadow:0 2px 6px #0003,0 8px 24px #0003;transition:transform .15s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
span{position:absolute;top:-4px;inset-inline-end:-4px;min-width:20px;height:20px;padding:0 5px;box-sizing:border-box;border-radius:10px;background:#c0261e;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
span:empty{display:none}
iframe{bottom:88px;width:384px;height:min(640px,calc(100vh - 108px));border:0;border-radius:16px;box-shadow:0 4px 12px #0002,0 16px 48px #0004;visibility:hidden;opacity:0;transform:translateY(8px);transition:opacity .15s,transform .15s,visibility .15s}
.open iframe{visibility:visible;opacity:1;transform:none}
@media(max-width:480px){iframe{inset:0;width:100%;height:100%;border-radius:0}.open button{display:none}}
@media(prefers-reduced-motion){button,iframe{transition:none}}`;

const usedKey = "purser-used";
const openKey = "purser-open";

function build(look: Look, name: string) {
  const root = document.createElement("div");
  root.dir = look.direction;
  const shadow = root.attachShadow({ mode: "open" });
  // A sheet that is made by a script is none that the page's policy would have to allow.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  const box = document.createElement("div");
  box.style.setProperty("--accent", look.accent ?? "#4f46e5");
  box.style.setProperty("--on", isLight(look.accent) ? "#111" : "#fff");
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", name);
  button.setAttribute("aria-expanded", "false");
  const badge = document.createElement("span");
  badge.setAttribute("aria-hidden", "true");
  button.append(icon(), badge);
  box.append(button);
  shadow.append(box);
  return { root, box, button, badge };
}

function icon(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute(
    "d",
    "M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.7 8.7 0 0 1-3.6-.8L3 21l1.9-5.4a8.2 8.2 0 0 1-.9-4A8.4 8.4 0 0 1 12.5 3.2a8.4 8.4 0 0 1 8.5 8.3z",
  );
  svg.append(path);
  return svg;
}

/** What is written on a colour must be readable: dark on light ones. */
function isLight(accent: string | null): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(accent?.slice(at, at + 2) ?? "0", 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150;
}

function lookOf({ locale, direction, scheme, accent = "" }: DOMStringMap): Look {
  return {
    locale: locale ?? (document.documentElement.lang || navigator.language),
    direction: (direction ?? getComputedStyle(document.documentElement).direction) === "rtl" ? "rtl" : "ltr",
    scheme: scheme === "light" || scheme === "dark" ? scheme : "auto",
    accent: /^#[0-9a-f]{6}$/i.test(accent) ? accent : null,
  };
}

function identityOf({ identity }: DOMStringMap): Identity {
  if (identity === undefined || identity === "") return { kind: "nobody" };
  return identity === "later" ? { kind: "later" } : { kind: "token", token: identity };
}

/** A page may be closed to storage; then the chat begins anew with each of its loads. */
function localStorageOf(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function sessionStorageOf(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function keptIn(storage: Storage | null): Kept {
  const names = Object.keys(storage ?? {}).filter((name) => name.startsWith(keptPrefix));
  return Object.fromEntries(names.map((name) => [name, read(storage, name) ?? ""]));
}

function read(storage: Storage | null, key: string): string | null {
  return storage?.getItem(key) ?? null;
}

function keep(storage: Storage | null, key: string, value: string | null): void {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // It is full: what is not kept here is asked for again.
  }
}

/** The button, and the frame that it opens. */
class Chat {
  readonly #origin: string;
  readonly #look: Look;
  readonly #said: (typeof words)["en" | "de"];
  readonly #built: ReturnType<typeof build>;
  #identity: Identity;
  #frame: HTMLIFrameElement | null = null;
  #isReady = false;
  #isOpen = false;
  #unread = 0;
  #words: string | null = null;

  constructor(script: HTMLScriptElement) {
    this.#origin = new URL(script.src).origin;
    this.#look = lookOf(script.dataset);
    this.#said = words[this.#look.locale.toLowerCase().startsWith("de") ? "de" : "en"];
    this.#identity = identityOf(script.dataset);
    this.#built = build(this.#look, this.#said.open);
  }

  start(): void {
    this.#built.button.addEventListener("click", () => this.#show(!this.#isOpen));
    window.addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
      if (this.#frame === null || source !== this.#frame.contentWindow || origin !== this.#origin) return;
      const message = messageIn<ToPage>(data);
      if (message !== null) this.#hear(message);
    });
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(keptPrefix) === true) this.#tell({ kind: "kept", name: key, text: newValue });
    });
    document.body.append(this.#built.root);
    const purser: Purser = {
      open: (text) => {
        this.#show(true);
        if (typeof text !== "string") return;
        if (this.#isReady) this.#tell({ kind: "words", text });
        else this.#words = text;
      },
      close: () => this.#show(false),
      identify: (token) => {
        this.#identity = token === null ? { kind: "nobody" } : { kind: "token", token };
        this.#tell({ kind: "identity", identity: this.#identity });
      },
    };
    Object.assign(window, { purser });
    if (read(sessionStorageOf(), openKey) !== null) this.#show(true);
    // Who has written before is told what came in since; nobody else's page loads more than the button.
    else if (read(localStorageOf(), usedKey) !== null) this.#load();
    window.dispatchEvent(new CustomEvent("purser:ready"));
  }

  #tell(message: ToPanel): void {
    if (this.#isReady) this.#frame?.contentWindow?.postMessage(frameOf(message), this.#origin);
  }

  #load(): void {
    if (this.#frame !== null) return;
    this.#frame = document.createElement("iframe");
    this.#frame.title = this.#said.title;
    this.#frame.setAttribute("src", `${this.#origin}/widget/`);
    this.#built.box.prepend(this.#frame);
  }

  #show(wanted: boolean): void {
    const { box, button } = this.#built;
    const wasOpen = this.#isOpen;
    if (wanted) this.#load();
    this.#isOpen = wanted;
    box.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
    keep(sessionStorageOf(), openKey, wanted ? "1" : null);
    if (wanted) keep(localStorageOf(), usedKey, "1");
    this.#label();
    this.#tell({ kind: "shown", isOpen: wanted });
    if (wasOpen && !wanted) button.focus();
  }

  #label(): void {
    const { open, close, unread } = this.#said;
    const label = this.#isOpen ? close : this.#unread > 0 ? unread(this.#unread) : open;
    this.#built.button.setAttribute("aria-label", label);
  }

  #hear(message: ToPage): void {
    switch (message.kind) {
      case "ready":
        this.#isReady = true;
        return this.#tell({
          kind: "hello",
          look: this.#look,
          identity: this.#identity,
          isOpen: this.#isOpen,
          kept: keptIn(localStorageOf()),
          words: this.#words,
        });
      case "close":
        return this.#show(false);
      case "unread":
        this.#unread = message.count;
        this.#built.badge.textContent = message.count === 0 ? "" : message.count > 9 ? "9+" : String(message.count);
        return this.#label();
      case "identity-wanted":
        window.dispatchEvent(new CustomEvent("purser:identity-wanted"));
        return undefined;
      case "keep":
        return message.name.startsWith(keptPrefix) ? keep(localStorageOf(), message.name, message.text) : undefined;
      default:
        return message satisfies never;
    }
  }
}

if (document.currentScript instanceof HTMLScriptElement && !("purser" in window))
  new Chat(document.currentScript).start();
