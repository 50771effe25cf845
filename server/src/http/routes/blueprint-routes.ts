import { type BlueprintView, type UnansweredPage, instantOf, epochMsOf } from "@purser/contract";
import { days } from "@purser/kit";
import { loadKnowledge } from "../../blueprint/knowledge/load-knowledge.ts";
import type { Knowledge } from "../../blueprint/knowledge/section.ts";
import { unansweredIn } from "../../cases/case-measure.ts";
import { readRows } from "../../conversations/read-log.ts";
import type { ApiServices } from "../api-services.ts";
import { blueprintViewOf } from "../desk/blueprint-view.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const view = defineRoute({
  method: "get",
  path: "/v1/blueprint",
  operationId: "readBlueprint",
  summary: "Read the version in force: procedures, tools, guardrails as sentences and as written, knowledge",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Blueprint", about: "The version in force." }],
  handle: async (_, services) => {
    const blueprint = services.world.blueprints.inForce();
    return json<BlueprintView>(blueprintViewOf(blueprint, await knowledgeOf(blueprint.hash, services)));
  },
});

/** Pages stand in the files of a version and not in what was made of them. */
async function knowledgeOf(hash: BlueprintView["hash"], { desk }: ApiServices): Promise<Knowledge | null> {
  const files = await desk.store.readBlueprint(desk.tenant, hash);
  const loaded = loadKnowledge(files ?? []);
  return loaded.kind === "loaded" ? loaded.value : null;
}

const unansweredSpanMs = days(30);
const mostCases = 50;

const unanswered = defineRoute({
  method: "get",
  path: "/v1/blueprint/unanswered",
  operationId: "listUnanswered",
  summary: "List what customers asked in the last 30 days and knowledge has no answer to, the latest first",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "UnansweredPage", about: "The questions of at most 50 cases." }],
  handle: async (_, { desk, world }) => {
    const { store, tenant } = desk;
    const until = await store.now();
    const span = { since: instantOf(epochMsOf(until) - unansweredSpanMs), until };
    const { timeZone } = world.blueprints.inForce().settings;
    const { rows } = await store.listCases({
      tenant,
      status: null,
      customerId: null,
      after: null,
      limit: mostCases,
      counted: { ...span, timeZone, what: "unanswered", group: null, handoff: null },
    });
    const questions = await Promise.all(
      rows.map(async ({ caseId }) => {
        const events = (await readRows(caseId, desk)).flatMap(({ event }) => (event === null ? [] : [event]));
        return unansweredIn(events).map((asked) => ({ caseId, ...asked }));
      }),
    );
    const latestFirst = questions.flat().toSorted((one, other) => (one.at > other.at ? -1 : 1));
    return json<UnansweredPage>({ questions: latestFirst });
  },
});

export const blueprintRoutes: readonly Route[] = [view, unanswered];
