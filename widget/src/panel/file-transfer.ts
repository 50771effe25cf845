import type { Attachment } from "@purser/contract";
import { Refusal, refusalIn } from "./api.ts";
import type { Store } from "./store.ts";

/** So long nothing may move before a line is given up. */
const silentMs = 30_000;
const secondMs = 1000;

/** Her session, or before the first message the key that it will have. */
function credentials(store: Store): Record<string, string> {
  const session = store.session();
  return {
    ...(session === null ? {} : { authorization: `Bearer ${session.session}` }),
    ...(session === null || session.caseId === null ? { "conversation-key": store.key() } : {}),
  };
}

/**
 * Sends a file ahead of its message, and says how far it is, from 0 to 1. Under the same key it is stored once, however often an
 * answer gets lost. Throws `Refusal`, without a code where the server was not reached.
 */
export function sendFile(
  { key, file }: { key: string; file: File },
  store: Store,
  moved: (share: number) => void,
  stop: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    // The one way to hear how far a request has come.
    const request = new XMLHttpRequest();
    const giveUp = (): void => request.abort();
    let silence = setTimeout(giveUp, silentMs);
    request.open("POST", "/v1/visitor/files");
    request.withCredentials = false;
    for (const [name, value] of Object.entries(credentials(store))) request.setRequestHeader(name, value);
    request.setRequestHeader("idempotency-key", key);
    request.setRequestHeader("content-type", "application/octet-stream");
    const name = encodeURIComponent(file.name.replaceAll(/\p{Cs}/gu, "")).replaceAll(/['()*]/g, "_");
    request.setRequestHeader("content-disposition", `attachment; filename*=UTF-8''${name}`);
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(silence);
      silence = setTimeout(giveUp, silentMs);
      moved(total === 0 ? 0 : loaded / total);
    };
    request.onloadend = () => {
      clearTimeout(silence);
      stop.removeEventListener("abort", giveUp);
      const answer: unknown = parsed(request.responseText);
      if (isAttachment(answer)) return resolve(answer);
      const waitS = Number(request.getResponseHeader("retry-after") ?? Number.NaN);
      return reject(refusalIn(request.status, answer, Number.isNaN(waitS) ? null : waitS * secondMs));
    };
    stop.addEventListener("abort", giveUp);
    request.send(file);
  });
}

/** A file that a message of her conversation names. Throws `Refusal`. */
export async function readFile(fileId: string, store: Store): Promise<Blob> {
  const response = await fetch(`/v1/visitor/files/${fileId}`, {
    headers: credentials(store),
    credentials: "omit",
    cache: "no-store",
  }).catch(() => null);
  const blob = response === null || !response.ok ? null : await response.blob().catch(() => null);
  if (blob === null) throw new Refusal(null);
  return blob;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAttachment(answer: unknown): answer is Attachment {
  return typeof answer === "object" && answer !== null && "fileId" in answer;
}
