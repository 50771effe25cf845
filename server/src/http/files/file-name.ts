import type { Attachment, FileType } from "@purser/contract";

/** The endings that a kind of file may have; the first is added to a name that has none of them. */
const endings: Readonly<Record<FileType, readonly [string, ...string[]]>> = {
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "image/heic": ["heic", "heif"],
  "application/pdf": ["pdf"],
  "text/plain": ["txt", "md", "csv", "log"],
};

const longestStem = 100;

/**
 * A name as it may be shown and saved: without folders, without control characters and what turns the direction of writing, of
 * bounded length, and with an ending that says what the file is, whatever it said before.
 */
export function cleanFileName(given: string, type: FileType): string {
  const said = given
    .normalize("NFC")
    .replaceAll(/[\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\uFFFD]/gu, "")
    .split(/[/\\]/)
    .at(-1);
  const name = (said ?? "").replaceAll(/\s+/g, " ").replaceAll(/^[\s.]+|[\s.]+$/g, "");
  const [ending] = endings[type];
  const dot = name.lastIndexOf(".");
  const last = dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
  const isRight = endings[type].some((each) => each === last);
  const stem = Array.from(isRight ? name.slice(0, dot) : name)
    .slice(0, longestStem)
    .join("")
    .trim();
  return `${stem === "" ? "file" : stem}.${isRight ? last : ending}`;
}

/** The name in a request's `Content-Disposition`, as RFC 6266 writes one that is not ASCII; empty where there is none. */
export function fileNameIn(disposition: string | undefined): string {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? "")?.[1];
  if (encoded === undefined) return "";
  try {
    return decodeURIComponent(encoded);
  } catch {
    return "";
  }
}

/** `inline` shows it where it stands, which a page of ours alone asks for; a link to it saves it. */
export function dispositionOf({ name, picture }: Attachment): string {
  const plain = name.replaceAll(/[^\w .()-]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${picture === null ? "attachment" : "inline"}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
