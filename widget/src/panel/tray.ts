import type { Attachment, FileBounds } from "@purser/contract";
import { Refusal } from "./api.ts";
import { sendFile } from "./file-transfer.ts";
import { networkOr } from "./network.ts";
import { randomText, type Store } from "./store.ts";

/** A file that she has chosen for her next message, and how far it is on its way. */
export type Chosen = {
  key: string;
  name: string;
  size: number;
  /** An address within this page that shows it; null for what is no picture, and after a reload. */
  preview: string | null;
  state:
    | { kind: "sending"; share: number }
    /** For the network, or for so long as the server asked. */
    | { kind: "waits" }
    | { kind: "ready"; file: Attachment }
    | { kind: "refused"; code: string };
};

/** Why a file is not even sent. */
const tooLarge = "PUR-3390";
const tooMany = "PUR-3393";

const keyBytes = 12;
const retryMs = 3000;
const shown = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** The files of the next message: each is sent as soon as it is chosen, and what has come is still there after a reload. */
export class Tray {
  readonly #store: Store;
  readonly #changed: (chosen: readonly Chosen[]) => void;
  readonly #stops = new Map<string, AbortController>();
  readonly #contents = new Map<string, File>();
  #chosen: readonly Chosen[];

  constructor(store: Store, changed: (chosen: readonly Chosen[]) => void) {
    this.#store = store;
    this.#changed = changed;
    this.#chosen = store.files().map((file) => ({
      key: file.fileId,
      name: file.name,
      size: file.size,
      preview: null,
      state: { kind: "ready", file },
    }));
  }

  get chosen(): readonly Chosen[] {
    return this.#chosen;
  }

  choose(files: readonly File[], { mostBytes, mostPerMessage }: FileBounds): void {
    for (const file of files) {
      const key = randomText(keyBytes);
      const count = this.#chosen.filter(({ state }) => state.kind !== "refused").length;
      const code = count >= mostPerMessage ? tooMany : file.size > mostBytes ? tooLarge : null;
      const preview = code === null && shown.includes(file.type) ? URL.createObjectURL(file) : null;
      const state: Chosen["state"] = code === null ? { kind: "sending", share: 0 } : { kind: "refused", code };
      this.#set([...this.#chosen, { key, name: file.name, size: file.size, preview, state }]);
      if (code === null) this.#begin(key, file);
    }
  }

  remove(key: string): void {
    this.#stops.get(key)?.abort();
    this.#contents.delete(key);
    const preview = this.#chosen.find((each) => each.key === key)?.preview ?? null;
    if (preview !== null) URL.revokeObjectURL(preview);
    this.#set(this.#chosen.filter((each) => each.key !== key));
  }

  /** What has come, for the message that is sent now; what was refused stays, to be read. */
  take(): readonly Attachment[] {
    const ready = this.#chosen.flatMap(({ key, state }) => (state.kind === "ready" ? [{ key, file: state.file }] : []));
    for (const { key } of ready) this.remove(key);
    return ready.map(({ file }) => file);
  }

  /** The conversation is another one from now on: what was sent to the one before is sent again, or gone. */
  move(): void {
    for (const { key, state } of this.#chosen) {
      const content = this.#contents.get(key);
      this.#stops.get(key)?.abort();
      if (content !== undefined) this.#begin(key, content);
      else if (state.kind === "ready") this.remove(key);
    }
  }

  clear(): void {
    for (const { key } of this.#chosen) this.remove(key);
  }

  #begin(key: string, file: File): void {
    this.#contents.set(key, file);
    void this.#send(key, file);
  }

  /** Again and again under the same key until there is an answer: it is stored once. */
  async #send(key: string, file: File): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(key, stop);
    while (!stop.signal.aborted) {
      try {
        const moved = (share: number): void => this.#put(key, { kind: "sending", share });
        this.#put(key, { kind: "ready", file: await sendFile({ key, file }, this.#store, moved, stop.signal) });
        return;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (stop.signal.aborted) return;
        if (error.code !== null && error.retryAfterMs === null)
          return this.#put(key, { kind: "refused", code: error.code });
        this.#put(key, { kind: "waits" });
        await networkOr(error.retryAfterMs ?? retryMs, stop.signal);
      }
    }
  }

  #put(key: string, state: Chosen["state"]): void {
    this.#set(this.#chosen.map((each) => (each.key === key ? { ...each, state } : each)));
  }

  #set(chosen: readonly Chosen[]): void {
    this.#chosen = chosen;
    this.#store.setFiles(chosen.flatMap(({ state }) => (state.kind === "ready" ? [state.file] : [])));
    this.#changed(chosen);
  }
}
