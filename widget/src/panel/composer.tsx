import type { FileBounds } from "@purser/contract";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { AttachButton, ChosenFiles } from "./files.tsx";
import { Icon } from "./header.tsx";
import type { Store } from "./store.ts";
import type { Strings } from "./strings.ts";
import type { Chosen } from "./tray.ts";

type Props = {
  strings: Strings;
  language: string;
  store: Store;
  isOpen: boolean;
  chosen: readonly Chosen[];
  /** Null until it is known, and where no files are taken. */
  bounds: FileBounds | null;
  write: (text: string) => void;
  choose: (files: readonly File[]) => void;
  unchoose: (key: string) => void;
};

const longestText = 20_000;
const tallestPixels = 140;

/** Enter sends, Shift and Enter begin a line; what is not sent yet is still there after a reload. */
export function Composer(props: Props) {
  const { strings, language, store, isOpen, chosen, bounds, write, choose, unchoose } = props;
  const [text, setText] = useState(store.draft());
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const change = (to: string): void => {
    setText(to);
    store.setDraft(to);
  };
  const isUnderWay = chosen.some(({ state }) => state.kind === "sending" || state.kind === "waits");
  const hasFiles = chosen.some(({ state }) => state.kind === "ready");
  const isReady = !isUnderWay && (text.trim() !== "" || hasFiles);
  const send = (): void => {
    field.current?.focus();
    if (!isReady) return;
    write(text.trim());
    change("");
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {bounds !== null && (
        <ChosenFiles
          chosen={chosen}
          strings={strings}
          language={language}
          mostBytes={bounds.mostBytes}
          remove={(key) => {
            unchoose(key);
            field.current?.focus();
          }}
        />
      )}
      <Field
        field={field}
        text={text}
        strings={strings}
        change={change}
        send={send}
        choose={bounds === null ? null : choose}
      />
      {bounds !== null && <AttachButton strings={strings} choose={choose} />}
      <button type="submit" class="send" aria-label={strings.send} disabled={!isReady}>
        <Icon path="M12 20V5M5 12l7-7 7 7" />
      </button>
    </form>
  );
}

type FieldProps = {
  field: RefObject<HTMLTextAreaElement>;
  text: string;
  strings: Strings;
  change: (to: string) => void;
  send: () => void;
  choose: ((files: readonly File[]) => void) | null;
};

function Field({ field, text, strings, change, send, choose }: FieldProps) {
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, tallestPixels)}px`;
  }, [text]);
  return (
    <textarea
      ref={field}
      rows={1}
      maxLength={longestText}
      aria-label={strings.write}
      placeholder={strings.write}
      value={text}
      onInput={({ currentTarget }) => change(currentTarget.value)}
      onPaste={(event) => {
        const pasted = Array.from(event.clipboardData?.files ?? []);
        if (pasted.length === 0 || choose === null) return;
        event.preventDefault();
        choose(pasted);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        send();
      }}
    />
  );
}
