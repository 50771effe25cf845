import { useEffect, useRef } from "preact/hooks";
import type { Conversation, View } from "./conversation.ts";
import { SaidFiles } from "./files.tsx";
import { Question } from "./question.tsx";
import { isBusy, type Item, itemsOf } from "./read-entries.ts";
import type { Pending } from "./store.ts";
import { type Strings, whenText } from "./strings.ts";

type Props = { view: View; strings: Strings; language: string; conversation: Conversation };

/** What was said, with what is being sent and done at its end. New things are read out, what was there before is not. */
export function Messages({ view, strings, language, conversation }: Props) {
  const { entries, doing, isLoading, welcome } = view;
  const end = useRef<HTMLDivElement>(null);
  const arrived = new Set(entries.map((entry) => (entry.kind === "message" ? entry.messageId : null)));
  const pending = view.pending.filter(({ messageId }) => !arrived.has(messageId));
  const busy = pending.length === 0 && isBusy(view);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [entries.length, pending.length, busy, doing, view.answers]);
  const isEmpty = !isLoading && entries.length === 0 && pending.length === 0;
  const agentName = welcome?.agentName ?? strings.agent;
  return (
    // The list is scrolled by keys, too.
    <div class="messages" tabIndex={0} role="group" aria-label={strings.conversation}>
      {isLoading && <Loading label={strings.loading} />}
      {isEmpty && (
        <div class="empty">
          <h2>{strings.hello}</h2>
          {welcome !== null && <p>{strings.helloAbout(welcome.agentName)}</p>}
        </div>
      )}
      <div role="log" aria-label={strings.conversation} aria-busy={isLoading}>
        {itemsOf(entries).map((item) => (
          <Row
            key={item.key}
            item={item}
            view={view}
            strings={strings}
            language={language}
            agentName={agentName}
            answer={(...given) => conversation.answer(...given)}
            readFile={(fileId) => conversation.fileUrl(fileId)}
          />
        ))}
        {pending.map((message) => (
          <Unsent
            key={message.messageId}
            message={message}
            view={view}
            strings={strings}
            remove={(messageId) => conversation.remove(messageId)}
          />
        ))}
      </div>
      <div role="status" class="status">
        {busy && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class={doing === null ? "only-read" : ""}>{doing ?? strings.typing(agentName)}</span>
          </p>
        )}
      </div>
      <div ref={end} />
    </div>
  );
}

type RowProps = {
  item: Item;
  view: View;
  strings: Strings;
  language: string;
  agentName: string;
  answer: Conversation["answer"];
  readFile: Conversation["fileUrl"];
};

function Row({ item, view, strings, language, agentName, answer, readFile }: RowProps) {
  if (item.kind === "question") {
    const { pauseId, digest } = item.asked;
    return (
      <Question
        asked={item.asked}
        settled={item.settled}
        answering={view.answers.get(pauseId) ?? null}
        strings={strings}
        answer={(decision) => void answer(pauseId, digest, decision)}
      />
    );
  }
  if (item.kind === "note") return <p class="note">{noteText(item.entry, strings, language)}</p>;
  const { from, name, text, attachments, at } = item.entry;
  const by = from === "customer" ? strings.you : from === "agent" ? agentName : (name ?? strings.colleague);
  return (
    <div class={`row ${from === "customer" ? "hers" : "ours"}`}>
      <p class={item.isFirstOfRow && from !== "customer" ? "by" : "only-read"}>{by}</p>
      {text !== "" && (
        <div
          class="bubble"
          title={new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at))}
        >
          <p dir="auto">{from === "customer" ? text : withLinks(text)}</p>
        </div>
      )}
      <SaidFiles attachments={attachments} strings={strings} language={language} read={readFile} />
    </div>
  );
}

function noteText(entry: Extract<Item, { kind: "note" }>["entry"], strings: Strings, language: string): string {
  switch (entry.kind) {
    case "handed-over":
      return entry.opensAt === null ? strings.handedOver : strings.handedOverUntil(whenText(entry.opensAt, language));
    case "joined":
      return strings.joined(entry.name);
    case "left":
      return entry.returnsToAgent ? strings.backToAgent : strings.handedOver;
    case "resolved":
      return strings.resolved;
    default:
      return entry satisfies never;
  }
}

/**
 * Addresses in what we write can be followed. What is shown is where it leads, so one with a name before its host is none:
 * `https://shop.example@elsewhere.example`. What she wrote stays text.
 */
function withLinks(text: string) {
  return text.split(/(https:\/\/[^\s<>"“”]+[^\s<>"“”.,;:!?)])/).map((part, index) =>
    index % 2 === 0 || !isPlainAddress(part) ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ),
  );
}

function isPlainAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "";
}

type UnsentProps = { message: Pending; view: View; strings: Strings; remove: (messageId: string) => void };

function Unsent({ message: { messageId, text, attachments = [] }, view, strings, remove }: UnsentProps) {
  const isRefused = view.refused.includes(messageId);
  const isLate = view.line === "lost" || view.isSlowedDown;
  return (
    <div class="row hers unsent">
      <div class="bubble">
        <p dir="auto">{[text, ...attachments.map(({ name }) => name)].filter((line) => line !== "").join("\n")}</p>
      </div>
      <p class="state">
        {isRefused
          ? strings.refused
          : view.isSlowedDown
            ? strings.waitsFor
            : isLate
              ? strings.notSent
              : strings.sending}
        {isRefused && (
          <button type="button" class="link" onClick={() => remove(messageId)}>
            {strings.remove}
          </button>
        )}
      </p>
    </div>
  );
}

function Loading({ label }: { label: string }) {
  return (
    <div class="loading" role="status">
      <span class="only-read">{label}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
