import { type CaseId, epochMsOf, type JsonObject, jsonObjectSchema, type RecordsBeside } from "@purser/contract";
import { z } from "zod";
import type { BesideSettings } from "../blueprint/settings/settings.ts";
import type { Desk } from "../conversations/desk.ts";
import type { Acting } from "../conversations/teammate-work.ts";
import { type LookupRead, runLookup } from "../tools/run-lookup.ts";
import { contextFor } from "./look-up-now.ts";
import { whyOf } from "./preview-undo.ts";
import { type StepContext, toolContext } from "./step-context.ts";
import { judgeLookup } from "./steps/lookup.ts";
import type { World } from "./world.ts";

/** Reads what is shown beside a case by itself. Throws like `lookUpNow` where somebody may not look, or it cannot be run. */
export type ReadRecordsBeside = (
  caseId: CaseId,
  by: Acting,
  services: { desk: Desk; world: World },
) => Promise<readonly RecordsBeside[]>;

const mostRecords = 12;

/** Keeps what was read for a minute, and nothing of a case that has ended or was erased. */
export type KeepsReads = {
  /** What is kept under the key, or what is asked now. */
  read: (what: { caseId: CaseId; key: string; nowMs: number }, ask: () => Promise<LookupRead>) => Promise<LookupRead>;
};

/**
 * Each system of record is asked at most once a minute for a case, however many look at it; whether it may be is judged each
 * time. The answers are kept in memory. Nothing of it stands in the case's log: to open a case is no work on it, and an event
 * would bring the case to the top of every inbox; the operator's log has who was shown what.
 */
export function openRecordsBeside(kept: KeepsReads): ReadRecordsBeside {
  const read = (tool: string, context: StepContext): Promise<LookupRead> => {
    const { state, world, blueprint } = context;
    const key = `${state.caseId} ${state.customerRef} ${tool}`;
    return kept.read({ caseId: state.caseId, key, nowMs: epochMsOf(world.now()) }, () =>
      runLookup({ tool, args: {} }, blueprint.toolbox, toolContext(context)),
    );
  };
  return async (caseId, by, services) => {
    const context = await contextFor(caseId, by, services);
    if (context.state.customerRef === null) return [];
    const { customers } = context.blueprint.settings;
    return Promise.all(
      (customers?.beside ?? []).map(async (shown) => {
        const { lookup: tool, title } = shown;
        const { judgement } = await judgeLookup({ tool, args: {} }, context);
        if (judgement.verdict.kind !== "allow") {
          const detail = whyOf(judgement).join(" ");
          return { tool, title, readAt: context.now, outcome: { kind: "refused" as const, detail } };
        }
        const { readAt, outcome } = await read(tool, context);
        services.world.log("info", "records.shown", { caseId, tool, by: by.id });
        return { tool, title, readAt, outcome: outcome.kind === "found" ? foundIn(outcome.result, shown) : outcome };
      }),
    );
  };
}

const listSchema = z.array(jsonObjectSchema);

/** Of each record what the blueprint names, and nothing else leaves the server. */
function foundIn(result: JsonObject, { lookup, list, shows }: BesideSettings): RecordsBeside["outcome"] {
  const all = listSchema.safeParse(result[list]);
  if (!all.success) return { kind: "failed", detail: `The answer of ${lookup} has no list ${list}.` };
  const records = all.data.slice(0, mostRecords).map((record) =>
    Object.fromEntries(
      shows.flatMap((field) => {
        const value = record[field];
        return value === undefined || value === null ? [] : [[field, value]];
      }),
    ),
  );
  return { kind: "found", records, more: all.data.length - records.length };
}
