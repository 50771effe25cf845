import { PurserError } from "@purser/contract";

/** What comes in, with how much the sender says that it will be; null where that is not said. */
export type Upload = { stream: ReadableStream<Uint8Array> | null; declaredBytes: number | null };

export type UploadBounds = {
  mostBytes: number;
  /** How long the next bytes may take, and all of them. */
  idleMs: number;
  wholeMs: number;
};

/**
 * The bytes of an upload, and no more of them in memory than a file may have. Of one that is too large the rest is read and thrown
 * away up to as much again, so that its sender hears the answer.
 *
 * @throws PurserError PUR-3390 it is too large · PUR-3392 it is empty, ends early, or takes too long.
 */
export async function readUpload({ stream, declaredBytes }: Upload, bounds: UploadBounds): Promise<Uint8Array> {
  const { mostBytes, idleMs, wholeMs } = bounds;
  if (declaredBytes !== null && declaredBytes > mostBytes * 2) throw tooLarge(declaredBytes, mostBytes);
  if (stream === null) throw new PurserError("PUR-3392", "It is empty.");
  const reader = stream.getReader();
  const endsAtMs = performance.now() + wholeMs;
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { value, done } = await within(reader.read(), Math.min(idleMs, endsAtMs - performance.now()));
      if (done) break;
      size += value.length;
      if (size <= mostBytes) parts.push(value);
      else parts.length = 0;
      if (size > mostBytes * 2) break;
    }
  } catch (error) {
    if (error instanceof PurserError) throw error;
    throw new PurserError("PUR-3392", `It broke off after ${size} bytes.`, { cause: error });
  } finally {
    // What still comes is not waited for.
    void reader.cancel().catch(() => undefined);
  }
  if (size > mostBytes) throw tooLarge(size, mostBytes);
  if (size === 0) throw new PurserError("PUR-3392", "It is empty.");
  if (declaredBytes !== null && size !== declaredBytes)
    throw new PurserError("PUR-3392", `${size} bytes came of ${declaredBytes}.`);
  return Buffer.concat(parts);
}

function tooLarge(size: number, mostBytes: number): PurserError {
  return new PurserError("PUR-3390", `It has ${size} bytes or more; a file may have ${mostBytes}.`);
}

async function within<Value>(promise: Promise<Value>, durationMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooSlow = (): void => reject(new PurserError("PUR-3392", "It came too slowly."));
    timer = setTimeout(tooSlow, Math.max(0, durationMs));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
