/** How the chat is to look and speak on this page, as the script tag says. */
export type Look = {
  /** A language such as `de`, or a language and region. */
  locale: string;
  direction: "ltr" | "rtl";
  scheme: "auto" | "light" | "dark";
  /** `#rrggbb`; null for ours. */
  accent: string | null;
};

/** What the page says of who is there: nobody whom it knows, somebody, or that it will say so in a moment. */
export type Identity = { kind: "nobody" } | { kind: "token"; token: string } | { kind: "later" };

/** Texts by their names. */
export type Kept = Readonly<Record<string, string>>;

/**
 * What the page tells the panel. `kept` is what the panel had the page keep, where its own storage is closed to it; null is no
 * longer there. `words` are what the page suggests to say: they stand where she writes, and she sends them or not.
 */
export type ToPanel =
  | { kind: "hello"; look: Look; identity: Identity; isOpen: boolean; kept: Kept; words: string | null }
  | { kind: "words"; text: string }
  | { kind: "kept"; name: string; text: string | null }
  | { kind: "identity"; identity: Identity }
  | { kind: "shown"; isOpen: boolean };

/** What the panel tells the page. */
export type ToPage =
  | { kind: "ready" }
  | { kind: "close" }
  | { kind: "unread"; count: number }
  | { kind: "identity-wanted" }
  | { kind: "keep"; name: string; text: string | null };

/** What the panel keeps, there or in the page, has names that begin so. */
export const keptPrefix = "purser-chat-";

const mark = "purser-chat";

export function frameOf(message: ToPanel | ToPage): { mark: string; message: ToPanel | ToPage } {
  return { mark, message };
}

/**
 * The message in a frame; null for what other scripts send each other. Who sent it is checked where it is heard: a window and
 * an origin that are known speak the form that the types say.
 */
export function messageIn<Message extends ToPanel | ToPage>(data: unknown): Message | null {
  return isFrame<Message>(data) ? data.message : null;
}

function isFrame<Message>(data: unknown): data is { message: Message } {
  return typeof data === "object" && data !== null && "mark" in data && data.mark === mark && "message" in data;
}
