import type { JsonObject } from "@purser/contract";
import type { SystemClient } from "@purser/kit";
import { BackEnd, type LedgerEntry, type Operate, type Operated } from "../systems/back-end.ts";
import { Database } from "../systems/database.ts";
import { Kernel } from "./kernel.ts";
import type { LoadedDomain } from "./load-domain.ts";

/** What the contact desk has written down of the customer's words. */
export type Contact = { namesCoveredReason: boolean; asksForCompensation: boolean };

/** One conversation's own data base, system of record, contact desk and kernel. */
export class Stage {
  readonly database: Database;
  readonly kernel: Kernel;
  readonly #backEnd: BackEnd;
  #contact: Contact = { namesCoveredReason: false, asksForCompensation: false };

  constructor({ blueprint, collections, system, read }: LoadedDomain, operate: Operate) {
    this.database = new Database(collections);
    this.#backEnd = new BackEnd({ database: this.database, read, operate });
    const contact: SystemClient = {
      request: async () => ({ kind: "answered", status: 200, body: { ...this.#contact } }),
    };
    this.kernel = new Kernel(blueprint, { [system]: this.#backEnd.client, contact });
  }

  hear(contact: Contact): void {
    this.#contact = contact;
  }

  isUser(userId: string): boolean {
    return this.database.find("users", userId) !== null;
  }

  get ledger(): readonly LedgerEntry[] {
    return this.#backEnd.ledger;
  }
}

/** What a list of writes does to a fresh data base, and what that is then. */
export function carryOut(
  { collections, operate }: LoadedDomain,
  writes: readonly { tool: string; args: JsonObject }[],
): { operated: readonly Operated[]; database: Database } {
  const database = new Database(collections);
  const operated = writes.map(({ tool, args }) => {
    const result = operate(tool, args, database);
    if (result.kind === "done") database.apply(result.effects);
    return result;
  });
  return { operated, database };
}
