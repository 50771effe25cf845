import type { FileBounds } from "@purser/contract";
import { useEffect, useState } from "preact/hooks";
import type { ToPage } from "../frames.ts";
import { Composer } from "./composer.tsx";
import type { Conversation, View } from "./conversation.ts";
import { Header } from "./header.tsx";
import { Messages } from "./messages.tsx";
import { isRated, ownerOf, stageOf, unreadAfter } from "./read-entries.ts";
import { Rating } from "./rating.tsx";
import type { Store } from "./store.ts";
import type { Strings } from "./strings.ts";

type Props = {
  conversation: Conversation;
  store: Store;
  strings: Strings;
  language: string;
  isOpen: boolean;
  /** Another one when the page has put a text where she writes. */
  draftNumber: number;
  /** Whether a page shows it, or it is a page itself. */
  isFramed: boolean;
  tell: (message: ToPage) => void;
};

export function App({ conversation, store, strings, language, isOpen, draftNumber, isFramed, tell }: Props) {
  const view = useView(conversation);
  const { entries, welcome, line, needsSignIn } = view;
  const lastSeq = entries.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (isOpen && lastSeq > store.seenSeq()) store.setSeenSeq(lastSeq);
    tell({ kind: "unread", count: isOpen ? 0 : unreadAfter(entries, store.seenSeq()) });
  }, [isOpen, lastSeq]);
  const close = isFramed ? (): void => tell({ kind: "close" }) : null;
  const stage = stageOf(entries);
  const startAnew = (): void => {
    store.setSeenSeq(0);
    conversation.startAnew();
  };
  const askForPerson = (): void => {
    if (stage === "closed") startAnew();
    conversation.write(strings.personWish, true);
  };

  const bounds = welcome !== null && welcome.files.mostPerMessage > 0 ? welcome.files : null;
  const isWriting = stage !== "closed" && !needsSignIn;
  return (
    <main
      class="panel"
      // Dropped anywhere it is hers to send; the window must not go to it.
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (isWriting && bounds !== null) conversation.choose(Array.from(event.dataTransfer?.files ?? []));
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close?.();
      }}
    >
      <Header
        welcome={welcome}
        owner={ownerOf(entries)}
        strings={strings}
        language={language}
        close={close}
        askForPerson={needsSignIn ? null : askForPerson}
        isAsked={view.pending.some(({ wantsPerson }) => wantsPerson)}
      />
      <Notices isLost={line === "lost"} hasAnything={welcome !== null || view.pending.length > 0} strings={strings} />
      <Messages view={view} strings={strings} language={language} conversation={conversation} />
      {stage !== "going-on" && view.pending.length === 0 && (
        <Rating
          key={lastEnd(entries)}
          isRated={isRated(entries)}
          strings={strings}
          rate={(...given) => conversation.rate(...given)}
        />
      )}
      {needsSignIn && <SignInNotice strings={strings} />}
      {stage === "closed" && <p class="ended">{strings.ended}</p>}
      {(stage === "closed" || needsSignIn) && <StartAnew strings={strings} startAnew={startAnew} />}
      {isWriting && <Writing key={draftNumber} {...{ conversation, view, bounds, store, strings, language, isOpen }} />}
    </main>
  );
}

function useView(conversation: Conversation): View {
  const [view, setView] = useState(conversation.view);
  useEffect(() => {
    const look = (): void => setView(conversation.view);
    // Effects come after the first picture, and the server may have answered before it.
    look();
    return conversation.watch(look);
  }, [conversation]);
  return view;
}

type WritingProps = Omit<Props, "draftNumber" | "isFramed" | "tell"> & { view: View; bounds: FileBounds | null };

function Writing({ conversation, view, ...more }: WritingProps) {
  return (
    <Composer
      {...more}
      chosen={view.chosen}
      write={(text) => conversation.write(text)}
      choose={(files) => conversation.choose(files)}
      unchoose={(key) => conversation.unchoose(key)}
    />
  );
}

function lastEnd(entries: View["entries"]): number {
  return entries.findLast(({ kind }) => kind === "resolved" || kind === "closed")?.seq ?? 0;
}

function SignInNotice({ strings }: { strings: Strings }) {
  return (
    <p class="notice" role="alert">
      {strings.signIn}
    </p>
  );
}

function Notices({ isLost, hasAnything, strings }: { isLost: boolean; hasAnything: boolean; strings: Strings }) {
  return <div role="status">{isLost && <p class="notice">{hasAnything ? strings.offline : strings.failed}</p>}</div>;
}

function StartAnew({ strings, startAnew }: { strings: Strings; startAnew: () => void }) {
  return (
    <div class="footer">
      <button type="button" class="main" onClick={startAnew}>
        {strings.startAnew}
      </button>
    </div>
  );
}
