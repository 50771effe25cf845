import { type AuditReport, type Readiness, caseIdSchema } from "@purser/contract";
import { z } from "zod";
import { verifyLogs, verifySomeLogs } from "../../conversations/verify-logs.ts";
import { type Route, defineOpenRoute, defineRoute, json, noBody, noFields } from "../route.ts";

const health = defineOpenRoute({
  method: "get",
  path: "/healthz",
  operationId: "health",
  summary: "Whether the process lives",
  tag: "deployment",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Health", about: "It lives." }],
  handle: async (_, { version }) => json<{ alive: true; version: string }>({ alive: true, version }),
});

const ready = defineOpenRoute({
  method: "get",
  path: "/readyz",
  operationId: "readiness",
  summary: "Whether work gets done: the database keeps what is written, and a worker is at work",
  tag: "deployment",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [
    { status: 200, schema: "Readiness", about: "Ready." },
    { status: 503, schema: "Readiness", about: "Not ready, with the reasons." },
  ],
  handle: async (_, services) => {
    const readiness = await services.readiness();
    return json<Readiness>(readiness, readiness.ready ? 200 : 503);
  },
});

const casesPerPart = 100;

const audit = defineRoute({
  method: "get",
  path: "/v1/audit/verify",
  operationId: "verifyAudit",
  summary: "Verify the hash chains of all logs, of one case, or of some after others",
  tag: "deployment",
  pathSchema: noFields,
  querySchema: z.strictObject({
    case: caseIdSchema.exactOptional(),
    /** Verifies so many cases, and tells where to go on. */
    limit: z.coerce.number().int().positive().max(1000).exactOptional(),
    cursor: z.string().max(500).exactOptional(),
  }),
  body: noBody,
  answers: [
    { status: 200, schema: "AuditReport", about: "How much was checked, and the first link that does not hold." },
  ],
  problems: ["PUR-2002"],
  handle: async ({ query }, { desk, telemetry }) => {
    const isWhole = query.case !== undefined || (query.limit === undefined && query.cursor === undefined);
    const report = isWhole
      ? await verifyLogs(query.case ?? null, desk)
      : await verifySomeLogs(query.cursor ?? null, query.limit ?? casesPerPart, desk);
    if (report.problem !== null) telemetry.metrics.auditFailures.inc();
    return json<AuditReport>(report);
  },
});

export const deploymentRoutes: readonly Route[] = [health, ready, audit];
