import {
  type Briefing,
  type CaseId,
  type ProposalId,
  proposeByHandRequestSchema,
  PurserError,
  type queuePageSchema,
} from "@purser/contract";
import { z } from "zod";
import { nextActionIn } from "../../agent/handoff/next-action.ts";
import { handoffPacket } from "../../agent/handoff/packet.ts";
import { packetText } from "../../agent/handoff/packet-text.ts";
import { statusOf } from "../../cases/status.ts";
import { type HandWish, proposeByHand } from "../../conversations/propose-by-hand.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { readLog } from "../../conversations/read-log.ts";
import { listQueue, takeNext } from "../../conversations/work-queue.ts";
import type { ApiServices } from "../api-services.ts";
import type { Caller } from "../authenticate.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { titleOf } from "../../blueprint/toolbox.ts";
import { casePath } from "./case-routes.ts";

const listQuery = z.strictObject({
  queue: z.string().max(100).exactOptional(),
  teammate: z.string().max(60).exactOptional(),
});

const list = defineRoute({
  method: "get",
  path: "/v1/queue",
  operationId: "listQueue",
  summary: "List the cases that people have, or are to take",
  tag: "work",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "QueuePage", about: "What no machine may answer first, then what waits longest." }],
  handle: async ({ query: { queue = null, teammate = null } }, { desk }) =>
    json<z.infer<typeof queuePageSchema>>({ cases: [...(await listQueue({ queue, teammateId: teammate }, desk))] }),
});

const next = defineRoute({
  method: "post",
  path: "/v1/queue/next",
  operationId: "takeNextCase",
  summary: "Take the next case that you may have: yours before nobody's",
  tag: "work",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "ChangedCase", about: "You have it." }],
  problems: ["PUR-2165", "PUR-2006"],
  handle: async ({ caller }, { desk }) => json<{ caseId: CaseId }>(await takeNext(caller, desk)),
});

const briefing = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/briefing",
  operationId: "readBriefing",
  summary: "Read what a teammate needs to go on with a case, as it stands now",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Briefing", about: "The handoff packet, and the same as text." }],
  problems: ["PUR-2002"],
  handle: async ({ path }, services) => json<Briefing>(await briefingOf(path.caseId, services)),
});

/** With the reason of the last handoff, and everything else as it is by now. */
async function briefingOf(caseId: CaseId, { desk, world }: ApiServices): Promise<Briefing> {
  const { state, now } = await readCaseNow(caseId, desk);
  const log = await readLog(caseId, desk);
  const made = log.findLast((event) => event.kind === "handoff.made");
  const { trigger, topic, why } =
    made?.kind === "handoff.made"
      ? made.body.packet
      : { trigger: "taken-over" as const, topic: null, why: "Nobody has handed it over; this is how it stands." };
  const blueprint = await world.blueprints.pinned(state.blueprintHash);
  const packet = handoffPacket({ trigger, topic, why, suggestion: null }, state, log, blueprint);
  const next = nextActionIn(state, log, packet, (tool) =>
    blueprint === null ? null : titleOf(blueprint.toolbox, tool),
  );
  return { caseId, status: statusOf(state), owner: state.owner, packet, text: packetText(packet, now), next };
}

const propose = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/proposals",
  operationId: "proposeByHand",
  summary: "Propose an action as the teammate who has the case; it passes the same guard as the agent's",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: { name: "ProposeByHandRequest", schema: proposeByHandRequestSchema },
  answers: [{ status: 200, schema: "ProposedByHand", about: "It is stored, and judged next." }],
  problems: ["PUR-2002", "PUR-2004", "PUR-2006", "PUR-2160", "PUR-2162", "PUR-2164"],
  handle: async ({ path: { caseId }, body: { tool, args, reason }, caller }, services) => {
    const { proposalId } = await proposedIn(caseId, { call: { tool, args }, reason }, caller, services);
    return json<{ caseId: CaseId; proposalId: ProposalId }>({ caseId, proposalId });
  },
});

/** Proposes an action by hand, of the tools that the case pins. Throws what `proposeByHand` throws. */
export async function proposedIn(
  caseId: CaseId,
  wish: HandWish,
  caller: Caller,
  { desk, world }: ApiServices,
): Promise<{ proposalId: ProposalId }> {
  const { state } = await readCaseNow(caseId, desk);
  const blueprint = await world.blueprints.pinned(state.blueprintHash);
  if (blueprint === null) throw new PurserError("PUR-2164", "The blueprint version of this case can no longer be run.");
  return proposeByHand(caseId, wish, caller, { toolbox: blueprint.toolbox, desk });
}

export const queueRoutes: readonly Route[] = [list, next, briefing, propose];
