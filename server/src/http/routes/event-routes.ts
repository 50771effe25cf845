import { type EventView, PurserError } from "@purser/contract";
import { z } from "zod";
import { eventViewOf } from "../case-view.ts";
import { resumesAfter, streamEvents } from "../streams/event-stream.ts";
import { type Route, defineRoute, json, noBody } from "../route.ts";
import { casePath } from "./case-routes.ts";

const pageSize = 200;
const eventsQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(pageSize).default(pageSize),
});

const events = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/events",
  operationId: "readEvents",
  summary: "Read a case's log from an event on; as server-sent events it goes on while the case lives",
  tag: "cases",
  pathSchema: casePath,
  querySchema: eventsQuery,
  body: noBody,
  answers: [{ status: 200, schema: "EventPage", about: "Events in their order, with where the next page begins." }],
  problems: ["PUR-2002"],
  streams: {
    about:
      "The id of each is its seq, its data an Event; between them, without an id, `progress` says what is being done, and `typing` which teammate is writing.",
    resumes: true,
  },
  handle: async ({ path: { caseId }, query: { after, limit }, headers, follower, caller }, services) => {
    const { store, tenant } = services.desk;
    if ((await store.readCase(tenant, caseId)) === null) throw new PurserError("PUR-2002", caseId);
    if (headers.accept.includes("text/event-stream")) {
      return streamEvents(
        { caseId, afterSeq: resumesAfter(headers.lastEventId, after), reader: caller.id },
        services,
        follower,
      );
    }
    const found = await store.readEvents(tenant, caseId, after, limit);
    const next = found.length === limit ? after + limit : null;
    return json<{ events: EventView[]; next: number | null }>({ events: found.map(eventViewOf), next });
  },
});

export const eventRoutes: readonly Route[] = [events];
