import { type CaseStatus, type EventView, caseViewSchema, eventPageSchema } from "@purser/contract";
import { z } from "zod";
import { messageText } from "../cases/message-text.ts";
import type { ApiClient } from "./api-client.ts";

/** Reads a case's log as it grows, each event once. */
export class CaseFollower {
  readonly caseId: string;
  readonly #client: ApiClient;
  readonly #show: (event: EventView) => void;
  #seen = 0;

  constructor(caseId: string, client: ApiClient, show: (event: EventView) => void) {
    this.caseId = caseId;
    this.#client = client;
    this.#show = show;
  }

  /** Shows what is new. Quiet is a case that nothing will happen to until somebody writes, answers or a clock comes due. */
  async look(): Promise<{ isQuiet: boolean; status: CaseStatus }> {
    const path = `/v1/cases/${encodeURIComponent(this.caseId)}`;
    const { version, isRunnable, wakeAt, status } = await this.#client.get(path, caseViewSchema);
    while (this.#seen < version) {
      const { events } = await this.#client.get(`${path}/events?after=${this.#seen}`, eventPageSchema);
      for (const event of events) this.#show(event);
      this.#seen = events.at(-1)?.seq ?? version;
    }
    const isDue = wakeAt !== null && Date.parse(wakeAt) <= Date.now();
    // What came in while the log was read is looked at the next time.
    const isQuiet = !isRunnable && !isDue && status !== "working" && this.#seen === version;
    return { isQuiet, status };
  }
}

const messageSchema = z.object({
  text: z.string(),
  attachments: z.array(z.object({ name: z.string() })).exactOptional(),
});

/** What the customer reads of an event; null for one that says nothing to her. */
export function replyIn({ kind, body }: EventView): string | null {
  const said = kind === "message.sent" ? messageSchema.safeParse(body).data : undefined;
  return said === undefined ? null : messageText(said);
}
