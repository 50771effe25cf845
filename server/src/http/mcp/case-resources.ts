import { type CaseId, caseIdSchema, PurserError } from "@purser/contract";
import { type McpServer, ResourceNotFoundError, ResourceTemplate } from "@modelcontextprotocol/server";
import { caseSummaryOf, readCaseView } from "../case-view.ts";
import { codedError } from "../problem-answer.ts";
import { explained } from "../routes/why-routes.ts";
import type { McpRequest } from "./mcp-tool.ts";

const listedCases = 50;

export const caseUri = (caseId: string): string => `purser://cases/${caseId}`;
export const caseStoryUri = (caseId: string): string => `${caseUri(caseId)}/story`;

/** Each case as a resource: as it stands, and as the story of what happened. The list has those that changed last. */
export function offerCases(server: McpServer, request: McpRequest): void {
  const { desk } = request.services;
  const list = async () => {
    const filter = { tenant: desk.tenant, status: null, customerId: null, after: null, limit: listedCases };
    const { rows } = await desk.store.listCases(filter);
    return {
      resources: rows.map(caseSummaryOf).map(({ caseId, status, channel, updatedAt }) => ({
        uri: caseUri(caseId),
        name: caseId,
        description: `${status}, by ${channel}, changed at ${updatedAt}`,
        mimeType: "application/json",
      })),
    };
  };
  server.registerResource(
    "case",
    new ResourceTemplate(caseUri("{caseId}"), { list }),
    { title: "A case as it stands", description: "What get_case reads.", mimeType: "application/json" },
    (uri, { caseId }) =>
      contentsOf(uri, caseId, "application/json", request, async (id) =>
        JSON.stringify(await readCaseView(id, request.services)),
      ),
  );
  server.registerResource(
    "case-story",
    new ResourceTemplate(caseStoryUri("{caseId}"), { list: undefined }),
    { title: "What happened in a case", description: "What explain_case says, as text.", mimeType: "text/plain" },
    (uri, { caseId }) =>
      contentsOf(uri, caseId, "text/plain", request, async (id) => {
        const { status, explanations } = await explained(id, null, request.services);
        const lines = explanations.map(({ seq, at, sentences }) => `${seq} ${at} ${sentences.join(" ")}`);
        return [`${id} is ${status}.`, ...lines].join("\n");
      }),
  );
}

/** What cannot be a case's id is no case, like any other that there is not. */
async function contentsOf(
  uri: URL,
  named: unknown,
  mimeType: string,
  { log }: McpRequest,
  read: (caseId: CaseId) => Promise<string>,
) {
  try {
    const caseId = caseIdSchema.safeParse(named).data;
    if (caseId === undefined) throw new PurserError("PUR-2002", "");
    return { contents: [{ uri: uri.href, mimeType, text: await read(caseId) }] };
  } catch (error) {
    const coded = codedError(error, log);
    throw coded.code === "PUR-2002" ? new ResourceNotFoundError(uri.href) : coded;
  }
}
