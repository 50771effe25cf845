import {
  type CaseId,
  caseIdSchema,
  type InboxFilter,
  type Instant,
  instantSchema,
  PurserError,
  plusMs,
} from "@purser/contract";
import { z } from "zod";
import { dueOf, handedForDue } from "../../blueprint/settings/sla.ts";
import type { CaseFilter, CaseListView, CaseRow, Page } from "../../cases/case-store.ts";
import type { HandedCase, HandedFrom } from "../../cases/desk-notes.ts";
import type { Desk } from "../../conversations/desk.ts";

export type InboxQuery = InboxFilter & { callerId: string; cursor: string | null; limit: number };
/** The lines that tell a view of what became of each of these cases. */
export type ReadInboxNews = (query: InboxQuery, caseIds: readonly CaseId[]) => Promise<readonly InboxLine[]>;
/** That a case is gone is told with each change of it: whoever shows it still looks again. */
export type InboxLine = { caseId: CaseId; line: string; isGone: boolean };

const soonMs = 3_600_000;
/** Of what is due, so many of the most urgent are looked through for one page. */
const mostDueAtOnce = 1000;

/** A page of the inbox; of these cases only, where some are named. What is due comes in the order in which it is. */
export async function readInboxPage(query: InboxQuery, desk: Desk, only?: readonly CaseId[]): Promise<Page<CaseRow>> {
  const filter = filterOf(query, desk.tenant);
  if (query.due === undefined && query.sort === undefined)
    return desk.store.listCases(only === undefined ? filter : { ...filter, among: only });
  const due = await dueAfter(query, desk, only);
  const among = due.slice(0, mostDueAtOnce).map(({ caseId }) => caseId);
  const { rows, next } = await desk.store.listCases({ ...filter, after: null, among });
  const last = next === null ? due[mostDueAtOnce - 1] : due.find(({ caseId }) => caseId === rows.at(-1)?.caseId);
  const isMore = next !== null || due.length > mostDueAtOnce;
  return { rows, next: isMore && last !== undefined ? placeOf(last) : null };
}

type DueCase = { caseId: CaseId; at: Instant; handedAt: Instant };

/** What is due, the most urgent first, after the place that the cursor names. */
async function dueAfter(
  { cursor, due }: InboxQuery,
  desk: Desk,
  only?: readonly CaseId[],
): Promise<readonly DueCase[]> {
  const place = cursor === null ? null : readPlace(cursor);
  const until = plusMs(await desk.store.now(), soonMs);
  const handed =
    only === undefined
      ? await desk.store.listLongestHandedOver(desk.tenant, mostDueAtOnce + 1, boundsAfter(place, desk))
      : await desk.store.listHandedOver(desk.tenant, only);
  return handed
    .flatMap((each) => dueCaseOf(each, desk))
    .filter(({ at }) => due === undefined || at <= until)
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    .filter((each) => cursor === null || placeOf(each) > cursor);
}

function dueCaseOf(handed: HandedCase, desk: Desk): DueCase[] {
  const due = dueOf(handed, desk.sla());
  return due === null ? [] : [{ caseId: handed.caseId, at: due.at, handedAt: handed.handedAt }];
}

/** Within a queue it goes on as people got the cases. */
function placeOf({ caseId, at, handedAt }: DueCase): string {
  return `${at} ${handedAt} ${caseId}`;
}

function readPlace(cursor: string): DueCase {
  const [at, handedAt, caseId] = cursor.split(" ");
  const place = placeSchema.safeParse({ at, handedAt, caseId });
  if (!place.success) throw new PurserError("PUR-2001", "cursor: it is of another list.");
  return place.data;
}
const placeSchema = z.object({ at: instantSchema, handedAt: instantSchema, caseId: caseIdSchema });

/** Since when people have what can come after a place. */
function boundsAfter(place: DueCase | null, desk: Desk): HandedFrom[] {
  if (place === null) return [];
  const { at, handedAt } = place;
  const sla = desk.sla();
  const boundOf = (queue: string, isAnswered: boolean): Instant | null => {
    const due = dueOf({ queue, handedAt, repliedAt: isAnswered ? handedAt : null }, sla);
    return due?.at === at ? handedAt : handedForDue({ queue, isAnswered }, at, sla);
  };
  return [null, ...Object.keys(sla.queues)].map((queue) => ({
    queue,
    owed: boundOf(queue ?? "", false),
    answered: boundOf(queue ?? "", true),
  }));
}

function filterOf({ view, tags, assignee, q, callerId, cursor, limit }: InboxQuery, tenant: string): CaseFilter {
  return {
    tenant,
    status: null,
    customerId: null,
    after: cursor,
    limit,
    ...(view === undefined ? {} : { view: viewOf(view, callerId) }),
    ...(tags === undefined ? {} : { tags }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(q === undefined ? {} : { search: q }),
  };
}

function viewOf(view: NonNullable<InboxFilter["view"]>, teammateId: string): CaseListView {
  return view === "mine" ? { kind: view, teammateId } : { kind: view };
}
