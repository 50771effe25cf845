import { caseTagSchema, inboxViewSchema, pauseIdSchema } from "@purser/contract";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { z } from "zod";
import { countedSearchSchema } from "../features/insights/counted-search.ts";
import { NotThere } from "../ui/states.tsx";
import { Gate } from "./gate.tsx";

const root = createRootRoute({
  component: Gate,
  notFoundComponent: () => (
    <NotThere title="There is no such page">The address may be mistyped, or of an older desk.</NotThere>
  ),
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: () => <Navigate to="/inbox" replace />,
});
/** What cannot be read of an address is left out. */
const inboxSearch = z.object({
  view: inboxViewSchema.optional().catch(undefined),
  tags: z.array(caseTagSchema).min(1).max(10).optional().catch(undefined),
  assignee: z.string().min(1).max(60).optional().catch(undefined),
  due: z.literal("soon").optional().catch(undefined),
  sort: z.literal("due").optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import("../features/inbox/inbox.tsx"), "Inbox"),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/cases/$caseId",
  component: lazyRouteComponent(() => import("../features/case/case-page.tsx"), "CasePage"),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: "/approvals",
  validateSearch: z.object({ pause: pauseIdSchema.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("../features/approvals/approvals.tsx"), "Approvals"),
});
const counts = createRoute({
  getParentRoute: () => root,
  path: "/approvals/counts",
  validateSearch: z.object({ days: z.literal([7, 30]).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("../features/approvals/counts.tsx"), "Counts"),
});
const mentions = createRoute({
  getParentRoute: () => root,
  path: "/mentions",
  component: lazyRouteComponent(() => import("../features/mentions/mentions.tsx"), "Mentions"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: () => <Navigate to="/settings/people" replace />,
});
const settings = [
  createRoute({
    getParentRoute: () => root,
    path: "/settings",
    component: lazyRouteComponent(() => import("../features/settings/state.tsx"), "State"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/people",
    component: lazyRouteComponent(() => import("../features/settings/people.tsx"), "People"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/keys",
    component: lazyRouteComponent(() => import("../features/settings/api-keys.tsx"), "ApiKeys"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/customers",
    validateSearch: z.object({ customer: z.string().min(1).max(200).optional().catch(undefined) }),
    component: lazyRouteComponent(() => import("../features/settings/customers.tsx"), "Customers"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/audit",
    component: lazyRouteComponent(() => import("../features/settings/audit.tsx"), "Audit"),
  }),
] as const;
const insights = createRoute({
  getParentRoute: () => root,
  path: "/insights",
  component: lazyRouteComponent(() => import("../features/insights/insights.tsx"), "Insights"),
});
const countedCases = createRoute({
  getParentRoute: () => root,
  path: "/insights/cases",
  validateSearch: countedSearchSchema,
  component: lazyRouteComponent(() => import("../features/insights/counted-cases.tsx"), "CountedCases"),
});
const blueprint = [
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint",
    component: lazyRouteComponent(() => import("../features/blueprint/procedures.tsx"), "Procedures"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/tools",
    component: lazyRouteComponent(() => import("../features/blueprint/tools.tsx"), "Tools"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/spectrum",
    component: lazyRouteComponent(() => import("../features/blueprint/spectrum.tsx"), "Spectrum"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/guardrails",
    component: lazyRouteComponent(() => import("../features/blueprint/guardrails.tsx"), "Guardrails"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/limits",
    component: lazyRouteComponent(() => import("../features/blueprint/limits.tsx"), "Limits"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/knowledge",
    component: lazyRouteComponent(() => import("../features/blueprint/knowledge.tsx"), "Knowledge"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/drawing",
    component: lazyRouteComponent(() => import("../features/blueprint/drawing.tsx"), "Drawing"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/blueprint/versions",
    component: lazyRouteComponent(() => import("../features/blueprint/versions.tsx"), "Versions"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    inbox,
    oneCase,
    approvals,
    counts,
    mentions,
    people,
    ...settings,
    insights,
    countedCases,
    ...blueprint,
  ]),
  basepath: "/desk",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
