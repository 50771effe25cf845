import { caseTagSchema, inboxViewSchema, pauseIdSchema } from "@purser/contract";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { z } from "zod";
import { Inbox } from "../features/inbox/inbox.tsx";
import { Empty } from "../ui/states.tsx";
import { Gate } from "./gate.tsx";

const root = createRootRoute({
  component: Gate,
  notFoundComponent: () => (
    <Empty title="There is no such page">The address may be mistyped, or of an older desk.</Empty>
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
  component: Inbox,
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
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("../features/people/people.tsx"), "People"),
});

export const router = createRouter({
  routeTree: root.addChildren([start, inbox, oneCase, approvals, people]),
  basepath: "/desk",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
