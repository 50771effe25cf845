import type { Instant } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** A note for those who run the shop: the fields that the tools use. */
export const operationsNoteSchema = z.object({ noteId: z.string(), topic: z.string(), text: z.string() });
export type OperationsNote = z.infer<typeof operationsNoteSchema>;

/** What operations were told on a topic since then. */
export async function readOperationsNotes(
  context: ToolContext,
  topic: string,
  since: Instant,
): Promise<Reading<readonly OperationsNote[]>> {
  const query = new URLSearchParams({ topic, since }).toString();
  const schema = z.object({ notes: z.array(operationsNoteSchema) });
  const reading = await readRecord(context, "crm", `/operations/notes?${query}`, schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.notes } : reading;
}
