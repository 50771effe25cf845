// A worker in a process of its own that ends or stops itself at a named call, as if it had been killed there.
import type { Reasoner } from "../../../server/src/agent/reasoner.ts";
import type { CaseStore } from "../../../server/src/cases/case-store.ts";
import { watchWorker } from "../../../server/src/cli/background/worker-watch.ts";
import { openDeployment, runtime } from "../../../server/src/main.ts";
import { Worker } from "../../../server/src/worker/worker.ts";
import type { World } from "../../../server/src/worker/world.ts";
import { openLarkspur } from "../../scenarios/larkspur.ts";
import { type Boundary, workerOptionsSchema } from "./child-options.ts";
import { endWithParent, readOptions, tell } from "./child-process.ts";
import { killReasoner, poison } from "./script.ts";
import { setWrongClock } from "./wrong-clock.ts";

const options = readOptions(workerOptionsSchema);
setWrongClock(options.clock);

const callsOf = new Map<string, number>();

/** Counts a call of a port, and goes no further than the place that was named. */
async function counted<Result>(port: Boundary["port"], perform: () => Promise<Result>): Promise<Result> {
  const nth = (callsOf.get(port) ?? 0) + 1;
  callsOf.set(port, nth);
  await stopIfNamed({ port, nth, when: "before" });
  const result = await perform();
  await stopIfNamed({ port, nth, when: "after" });
  return result;
}

async function stopIfNamed(here: Boundary): Promise<void> {
  if (isSame(here, options.killAt)) process.kill(process.pid, "SIGKILL");
  if (!isSame(here, options.freezeAt)) return;
  await tell({ kind: "freezing" });
  process.kill(process.pid, "SIGSTOP");
}

function isSame(here: Boundary, named: Boundary | null): boolean {
  return named !== null && named.port === here.port && named.when === here.when && named.nth === here.nth;
}

function countedStore(store: CaseStore): CaseStore {
  return {
    ...store,
    claim: async (request) => {
      // A look that finds nothing is no place where work can be lost.
      const claimed = await store.claim(request);
      return claimed.length === 0 ? claimed : counted("claim", async () => claimed);
    },
    appendDecision: (append) => counted("appendDecision", () => store.appendDecision(append)),
    appendOutcome: (append) => counted("appendOutcome", () => store.appendOutcome(append)),
    release: (...request) => counted("release", () => store.release(...request)),
    renew: (...request) => counted("renew", () => store.renew(...request)),
    readTotals: (...request) => counted("readTotals", () => store.readTotals(...request)),
  };
}

function countedWorld(world: World): World {
  const systems: World["systems"] = Object.fromEntries(
    Object.entries(world.systems).map(([name, client]) => [
      name,
      {
        request: (request) => counted(request.method === "GET" ? "lookup" : "call", () => client.request(request)),
      },
    ]),
  );
  const reasoner: Reasoner = {
    name: world.reasoner.name,
    think: (view) => {
      if (view.messages.some(({ text }) => text.includes(poison))) process.kill(process.pid, "SIGKILL");
      return counted("think", () => world.reasoner.think(view));
    },
  };
  return { ...world, store: countedStore(world.store), systems, reasoner };
}

const deployment = await openDeployment({
  databaseUrl: options.databaseUrl,
  masterKey: Buffer.from(options.masterKey, "base64"),
  blueprint: await openLarkspur(),
  systems: runtime.httpSystems(options.urls),
  reasoner: killReasoner,
  poolSize: 6,
  log: (level, event, fields) => void tell({ kind: "log", level, event, fields }),
});
const watched = watchWorker(deployment.world);
const worker = new Worker(countedWorld({ ...deployment.world, store: watched.store }), {
  leaseMs: options.leaseMs,
  concurrency: 3,
  pollMs: 200,
});
worker.start();
void watched.beats(new AbortController().signal);
endWithParent();
process.once("SIGTERM", () => {
  void worker
    .stop()
    .then(() => deployment.close())
    .then(() => process.exit(0));
});
await tell({ kind: "ready", urls: {} });
