import type { CaseStore } from "../../../cases/case-store.ts";
import type { KeptReads } from "../../../http/kept-reads.ts";
import {
  append,
  blueprintHash,
  claimAll,
  customerId,
  idNamed,
  inlet,
  instant,
  messageEvent,
  openedEvent,
  opening,
  tenant,
  workOn,
} from "../../testing/store-under-test.ts";
import { fileNamed } from "../../testing/test-files.ts";

/** The case of which nobody knew the customer at first: the beginning of its log is under a key of its own. */
export const nobodysAtFirst = idNamed("case", "nobody's at first");

/** 50 canaries in five cases, one of which nobody knew the customer of at first; and one of somebody else. */
export async function plantCanaries(
  store: CaseStore,
  reads: KeptReads,
): Promise<{ canaries: readonly string[]; others: readonly string[] }> {
  const canaries: string[] = [];
  const next = (): string => {
    canaries.push(`canary-${canaries.length + 1}-of-mia`);
    return canaries.at(-1) ?? "";
  };
  const nobodys = nobodysAtFirst;
  const unknown = { caseId: nobodys, subjectId: nobodys };
  const open = { customerId: null, channel: "chat", blueprintHash };
  await append(store, inlet("", { ...unknown, open, events: [openedEvent, messageEvent(next())] }));
  for (let count = 1; count < 9; count += 1) await append(store, inlet(next(), unknown));
  const file = fileNamed("hers", Buffer.from(next()), unknown);
  await store.keepFile(file);
  await store.nameFiles({ tenant, caseId: nobodys, by: "customer", fileIds: [file.file.fileId], into: nobodys });
  const [held] = await claimAll(store);
  if (held === undefined) throw new Error("Nothing is claimed.");
  await store.appendDecision(workOn(held, { customerId, state: { seq: 5, foldVersion: 1, text: canaries[0] ?? "" } }));
  for (const name of ["one", "two", "three", "four"]) {
    const its = { caseId: idNamed("case", name) };
    await append(store, opening(its));
    for (let count = name === "one" ? 1 : 0; count < 10; count += 1) await append(store, inlet(next(), its));
  }
  const beside = (name: string, text: string) =>
    reads.read({ caseId: idNamed("case", name), key: name, nowMs: 0 }, async () => ({
      tool: "list_orders",
      args: {},
      values: {},
      readAt: instant("2026-01-05T09:00:00Z"),
      outcome: { kind: "found", result: { text } },
    }));
  await beside("one", next());
  await beside("theirs", "canary-beside-somebody-else");
  const theirs = { caseId: idNamed("case", "theirs"), subjectId: idNamed("cus", "somebody else") };
  await append(store, opening({ ...theirs, open: { ...open, customerId: theirs.subjectId } }));
  await append(store, inlet("canary-of-somebody-else", theirs));
  return { canaries, others: ["canary-of-somebody-else", "canary-beside-somebody-else"] };
}
