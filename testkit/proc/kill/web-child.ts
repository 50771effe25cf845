// The HTTP API in a process of its own, without a worker.
import { noLimits } from "../../../server/src/blueprint/settings/limits.ts";
import { inletsOf, loadConnections } from "../../../server/src/blueprint/connections.ts";
import { loadedOr } from "../../../server/src/cli/connect-systems.ts";
import { apiKeyOf } from "../../../server/src/http/authenticate.ts";
import { createApi } from "../../../server/src/http/create-api.ts";
import { noSurroundings } from "../../../server/src/http/desk/surroundings.ts";
import { openKeptRecords } from "../../../server/src/http/kept-reads.ts";
import { openReadiness } from "../../../server/src/http/readiness.ts";
import { listen } from "../../../server/src/http/listen.ts";
import { openDeployment, runtime } from "../../../server/src/main.ts";
import { larkspurDirectory, openLarkspur } from "../../scenarios/larkspur.ts";
import { webOptionsSchema } from "./child-options.ts";
import { endWithParent, readOptions, tell } from "./child-process.ts";
import { killReasoner } from "./script.ts";
import { setWrongClock } from "./wrong-clock.ts";
import { leadId } from "./people.ts";

const options = readOptions(webOptionsSchema);
setWrongClock(options.clock);
const { desk, world, versions, telemetry, tenant } = await openDeployment({
  databaseUrl: options.databaseUrl,
  masterKey: Buffer.from(options.masterKey, "base64"),
  blueprint: await openLarkspur(),
  systems: runtime.httpSystems(options.urls),
  reasoner: killReasoner,
  log: (level, event, fields) => void tell({ kind: "log", level, event, fields }),
});
const closing = new AbortController().signal;
const connections = loadedOr(await loadConnections(larkspurDirectory));
const api = createApi({
  version: "0.0.0",
  // A handful of customers and two leads stand for many.
  desk: { ...desk, limits: () => noLimits },
  world,
  versions,
  keys: [
    apiKeyOf(options.leadKey, { id: leadId, role: "lead", scopes: ["desk", "channel"] }),
    apiKeyOf(options.otherKey, { id: "tm_other", role: "lead", scopes: ["desk"] }),
  ],
  siteKey: Buffer.from(options.masterKey, "base64"),
  signIn: null,
  publicUrl: null,
  inlets: inletsOf(connections, () => null, { shipping: `whsec_${options.webhookSecret}` }),
  telemetry,
  surroundings: noSurroundings,
  readRecordsBeside: openKeptRecords(desk),
  readiness: openReadiness({
    store: desk.store,
    tenant,
    processId: `server-${process.pid}`,
    freeBytes: async () => null,
    modelTrouble: () => null,
    closing,
  }),
  closing,
});
const { url } = await listen(api, { host: "127.0.0.1", port: options.port });
endWithParent();
await tell({ kind: "ready", urls: { api: url } });
