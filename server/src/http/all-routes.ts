import type { Route } from "./route.ts";
import { blueprintRoutes } from "./routes/blueprint-routes.ts";
import { assistRoutes } from "./routes/assist-routes.ts";
import { callRoutes } from "./routes/call-routes.ts";
import { caseRoutes } from "./routes/case-routes.ts";
import { caseWorkRoutes } from "./routes/case-work-routes.ts";
import { customerRoutes } from "./routes/customer-routes.ts";
import { changeRoutes } from "./routes/change-routes.ts";
import { deploymentRoutes } from "./routes/deployment-routes.ts";
import { deskRoutes } from "./routes/desk-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { fileRoutes } from "./routes/file-routes.ts";
import { inboxRoutes } from "./routes/inbox-routes.ts";
import { inletRoutes } from "./routes/inlet-routes.ts";
import { insightRoutes } from "./routes/insight-routes.ts";
import { pauseRoutes } from "./routes/pause-routes.ts";
import { queueRoutes } from "./routes/queue-routes.ts";
import { settingsRoutes } from "./routes/settings-routes.ts";
import { signInRoutes } from "./routes/sign-in-routes.ts";
import { triggerRoutes } from "./routes/trigger-routes.ts";
import { visitorRoutes } from "./routes/visitor-routes.ts";
import { versionRoutes } from "./routes/version-routes.ts";
import { whyRoutes } from "./routes/why-routes.ts";

/** Every route, once: the server registers them from here, and the description is made from here. */
export const allRoutes: readonly Route[] = [
  ...caseRoutes,
  ...caseWorkRoutes,
  ...inboxRoutes,
  ...queueRoutes,
  ...assistRoutes,
  ...deskRoutes,
  ...eventRoutes,
  ...fileRoutes,
  ...whyRoutes,
  ...triggerRoutes,
  ...pauseRoutes,
  ...callRoutes,
  ...customerRoutes,
  ...inletRoutes,
  ...insightRoutes,
  ...blueprintRoutes,
  ...changeRoutes,
  ...versionRoutes,
  ...settingsRoutes,
  ...signInRoutes,
  ...visitorRoutes,
  ...deploymentRoutes,
];
