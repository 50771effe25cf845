import {
  type CaseStatus,
  type EventView,
  PurserError,
  acceptedMessageSchema,
  openedCaseSchema,
} from "@purser/contract";
import type { ApiClient } from "./api-client.ts";
import { CaseFollower } from "./case-follower.ts";

/** How a conversation begins: what `POST /v1/cases` takes beside the text; asked anew for each case. */
export type Opening = () => Readonly<Record<string, string | number>>;

/** A customer's side of a conversation: her first line opens a case, and one after its end another. */
export class Chat {
  readonly #client: ApiClient;
  readonly #opening: Opening;
  readonly #show: (event: EventView) => void;
  #case: CaseFollower | null = null;
  #status: CaseStatus | null = null;

  constructor(client: ApiClient, opening: Opening, show: (event: EventView) => void) {
    this.#client = client;
    this.#opening = opening;
    this.#show = show;
  }

  /** Where it stands; null before the first line. */
  get about(): { caseId: string; status: CaseStatus } | null {
    return this.#case === null || this.#status === null ? null : { caseId: this.#case.caseId, status: this.#status };
  }

  /** Shows what is new, and tells whether nothing more will come by itself. */
  async look(): Promise<boolean> {
    if (this.#case === null) return true;
    const { isQuiet, status } = await this.#case.look();
    this.#status = status;
    return isQuiet;
  }

  async say(text: string): Promise<void> {
    if (this.#case === null) return this.#open(text);
    try {
      const path = `/v1/cases/${encodeURIComponent(this.#case.caseId)}/messages`;
      await this.#client.post(path, { text }, acceptedMessageSchema);
    } catch (error) {
      if (!(error instanceof PurserError) || error.code !== "PUR-2004") throw error;
      await this.#open(text);
    }
  }

  async #open(text: string): Promise<void> {
    const { caseId } = await this.#client.post("/v1/cases", { ...this.#opening(), text }, openedCaseSchema);
    this.#case = new CaseFollower(caseId, this.#client, this.#show);
  }
}
