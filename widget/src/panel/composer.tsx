import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./header.tsx";
import type { Store } from "./store.ts";
import type { Strings } from "./strings.ts";

type Props = { strings: Strings; store: Store; isOpen: boolean; write: (text: string) => void };

const longestText = 20_000;
const tallestPixels = 140;

/** Enter sends, Shift and Enter begin a line; what is not sent yet is still there after a reload. */
export function Composer({ strings, store, isOpen, write }: Props) {
  const [text, setText] = useState(store.draft());
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, tallestPixels)}px`;
  }, [text]);
  const change = (to: string): void => {
    setText(to);
    store.setDraft(to);
  };
  const send = (): void => {
    field.current?.focus();
    if (text.trim() === "") return;
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
      <textarea
        ref={field}
        rows={1}
        maxLength={longestText}
        aria-label={strings.write}
        placeholder={strings.write}
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={strings.send} disabled={text.trim() === ""}>
        <Icon path="M12 20V5M5 12l7-7 7 7" />
      </button>
    </form>
  );
}
