import type { Attachment } from "@purser/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./header.tsx";
import { fileProblem, sizeText, type Strings } from "./strings.ts";
import type { Chosen } from "./tray.ts";

const clip = "M20 11.5l-8 8a5.2 5.2 0 0 1-7.4-7.4l8.5-8.5a3.5 3.5 0 0 1 5 5L9.6 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4";
const sheet = "M6 3h8l4 4v14H6zM14 3v4h4";
const cross = "M6 6l12 12M18 6L6 18";
/** What a chooser of files offers; what is taken the server says by the bytes. */
const offered = "image/*,.heic,.heif,application/pdf,text/plain";

export function AttachButton({ strings, choose }: { strings: Strings; choose: (files: readonly File[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="attach" aria-label={strings.attach} onClick={() => field.current?.click()}>
        <Icon path={clip} />
      </button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={offered}
        onChange={({ currentTarget }) => {
          choose(Array.from(currentTarget.files ?? []));
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

type TrayProps = {
  chosen: readonly Chosen[];
  strings: Strings;
  language: string;
  mostBytes: number;
  remove: (key: string) => void;
};

/** The files of the next message. How each fares is read out. */
export function ChosenFiles({ chosen, strings, language, mostBytes, remove }: TrayProps) {
  const stateOf = ({ state }: Chosen): string => {
    if (state.kind === "refused") return fileProblem(state.code, sizeText(mostBytes, language), strings);
    if (state.kind === "ready") return strings.fileReady;
    return state.kind === "waits" ? strings.fileWaits : strings.sending;
  };
  return (
    <>
      {chosen.length > 0 && (
        <ul class="tray" aria-label={strings.files}>
          {chosen.map((each) => (
            <li key={each.key} class={each.state.kind === "refused" ? "file bad" : "file"}>
              {each.preview === null || each.state.kind === "refused" ? (
                <Icon path={sheet} />
              ) : (
                <img src={each.preview} alt="" />
              )}
              <span class="about">
                <span class="name" dir="auto">
                  {each.name}
                </span>
                <span class="state">
                  {sizeText(each.size, language)} · {stateOf(each)}
                </span>
                {each.state.kind === "sending" && (
                  <progress max={1} value={each.state.share} aria-label={`${strings.sending}: ${each.name}`} />
                )}
              </span>
              <button
                type="button"
                class="icon"
                aria-label={`${strings.remove}: ${each.name}`}
                onClick={() => remove(each.key)}
              >
                <Icon path={cross} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" class="only-read">
        {chosen
          .filter(({ state }) => state.kind !== "sending")
          .map((each) => `${each.name}: ${stateOf(each)}`)
          .join(". ")}
      </p>
    </>
  );
}

type SaidProps = {
  attachments: readonly Attachment[];
  strings: Strings;
  language: string;
  read: (fileId: string) => Promise<string>;
};

/** The files of a message: a picture where it may be shown, a line for any other; each is saved by a click. */
export function SaidFiles({ attachments, ...means }: SaidProps) {
  return (
    <>
      {attachments.map((file) =>
        file.picture === null ? (
          <Saved key={file.fileId} file={file} {...means} />
        ) : (
          <Picture key={file.fileId} file={file} {...means} />
        ),
      )}
    </>
  );
}

type FileProps = Omit<SaidProps, "attachments"> & { file: Attachment };

/** Fetched once it is about to be seen; what it takes up is known before. */
function Picture({ file, strings, language, read }: FileProps) {
  const [url, setUrl] = useState<string | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const place = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (place.current === null || hasFailed) return undefined;
    const look = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      look.disconnect();
      read(file.fileId).then(setUrl, () => setFailed(true));
    });
    look.observe(place.current);
    return () => look.disconnect();
  }, [file.fileId, hasFailed]);
  if (hasFailed) return <Saved file={file} strings={strings} language={language} read={read} />;
  return (
    <a
      ref={place}
      class="picture"
      aria-label={`${strings.save} ${file.name}`}
      {...(url === null ? {} : { href: url })}
      download={file.name}
    >
      {url === null ? (
        <span class="place" style={{ aspectRatio: `${file.picture?.width} / ${file.picture?.height}` }} />
      ) : (
        <img src={url} alt={file.name} onError={() => setFailed(true)} />
      )}
    </a>
  );
}

function Saved({ file, strings, language, read }: FileProps) {
  const [hasFailed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    setFailed(false);
    try {
      const link = document.createElement("a");
      link.href = await read(file.fileId);
      link.download = file.name;
      link.click();
    } catch {
      setFailed(true);
    }
  };
  return (
    <button type="button" class="file" onClick={() => void save()}>
      <Icon path={sheet} />
      <span class="about">
        <span>
          <span class="only-read">{strings.save} </span>
          <span class="name" dir="auto">
            {file.name}
          </span>
        </span>
        <span class="state">{hasFailed ? strings.fileUnread : sizeText(file.size, language)}</span>
      </span>
    </button>
  );
}
