import { type Attachment, PurserError } from "@purser/contract";
import type { Desk } from "../../conversations/desk.ts";
import { dispositionOf } from "./file-name.ts";

/** What is not a page of ours can do nothing with it, and neither can it do anything itself, wherever it is opened. */
const headers = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
} as const;

/** A file part by part, as it is asked for. Throws PUR-3398 and PUR-3394 while nothing was sent; later the answer breaks off. */
export async function fileAnswer(
  file: Attachment,
  { tenant, store }: Pick<Desk, "tenant" | "store">,
): Promise<Response> {
  const { fileId, type, size } = file;
  const gone = (): PurserError => new PurserError("PUR-3394", fileId);
  let next: Uint8Array | null = await store.readFilePart(tenant, fileId, 0);
  if (next === null) throw gone();
  let number = 0;
  let sentBytes = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (next === null) {
        if (sentBytes === size) controller.close();
        else controller.error(gone());
        return;
      }
      sentBytes += next.length;
      controller.enqueue(next);
      number += 1;
      next = await store.readFilePart(tenant, fileId, number);
    },
  });
  const contentType = type === "text/plain" ? "text/plain; charset=utf-8" : type;
  return new Response(stream, {
    headers: {
      ...headers,
      "content-type": contentType,
      "content-length": String(size),
      "content-disposition": dispositionOf(file),
    },
  });
}
