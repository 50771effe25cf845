// One worker in a process of its own, as `purser worker` runs it, from the built server. The test that starts it says
// over the process's channel which database, which systems a case has, and where a case is to stop for good.
import { argv } from "node:process";
import { rulesReasoner } from "../../server/dist/agent/rules/rules-reasoner.js";
import { openDeployment, runtime } from "../../server/dist/main.js";
import { Worker } from "../../server/dist/worker/worker.js";

/** What is known of each case: the addresses of its systems, and the call at which it stops, if it does. */
const cases = new Map();
const countOf = new Map();
/** Cases that stand still within a call, with the way to let them go on. */
const stopped = new Map();
/** Leases of cases that stopped right after they were claimed: the worker does not know of them, so it cannot renew them. */
const withheld = new Set();
let isLetGo = false;

const tell = (message) => process.send(message);
const pause = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

/** A call that was under way when all were let go does not stand still any more: nobody would wake it. */
async function standStill(caseId, call, name, when) {
  if (isLetGo) return;
  await new Promise((resolve) => {
    stopped.set(caseId, resolve);
    tell({ kind: "stopped", caseId, call, name, when });
  });
}

/** Counts a call to a port that concerns a case, and stands still before or after it when the test wants that. */
async function counted(caseId, name, perform) {
  const call = (countOf.get(caseId) ?? 0) + 1;
  countOf.set(caseId, call);
  tell({ kind: "called", caseId, call, name });
  const stopAt = isLetGo ? null : (cases.get(caseId)?.stopAt ?? null);
  if (stopAt?.call === call && stopAt.when === "before") await standStill(caseId, call, name, "before");
  const result = await perform();
  if (stopAt?.call === call && stopAt.when === "after") await standStill(caseId, call, name, "after");
  return result;
}

function countedStore(store) {
  return {
    ...store,
    appendInlet: (append) => counted(append.caseId, "appendInlet", () => store.appendInlet(append)),
    appendOutcome: (append) => counted(append.lease.caseId, "appendOutcome", () => store.appendOutcome(append)),
    appendDecision: (append) => counted(append.lease.caseId, "appendDecision", () => store.appendDecision(append)),
    release: (lease, ...rest) => counted(lease.caseId, "release", () => store.release(lease, ...rest)),
    readEvents: (tenant, caseId, ...rest) =>
      counted(caseId, "readEvents", () => store.readEvents(tenant, caseId, ...rest)),
    readEventsAt: (tenant, caseId, seqs) =>
      counted(caseId, "readEventsAt", () => store.readEventsAt(tenant, caseId, seqs)),
    claim: async (request) => {
      const claimed = await store.claim(request);
      const kept = await Promise.all(claimed.map(keepsClaim));
      return claimed.filter((_, index) => kept[index]);
    },
  };
}

/** A claim is its case's first call; one that stops after it is as if the process had died with the answer. */
async function keepsClaim({ lease }) {
  const { caseId, epoch } = lease;
  while (!cases.has(caseId)) await pause(5);
  tell({ kind: "claimed", caseId, epoch });
  if (stopped.has(caseId)) return false;
  const stopAt = cases.get(caseId).stopAt;
  const call = (countOf.get(caseId) ?? 0) + 1;
  countOf.set(caseId, call);
  tell({ kind: "called", caseId, call, name: "claim" });
  if (isLetGo || stopAt?.call !== call) return true;
  withheld.add(lease);
  stopped.set(caseId, () => withheld.delete(lease));
  tell({ kind: "stopped", caseId, call, name: "claim", when: stopAt.when });
  return false;
}

/** Each case talks to systems of its own. */
function countedSystem(name) {
  const clients = new Map();
  return {
    request: (request) => {
      const caseId = request.headers?.["purser-case"];
      const url = cases.get(caseId)?.urls[name];
      if (url === undefined) throw new Error(`${caseId} has no ${name}.`);
      if (!clients.has(url)) clients.set(url, runtime.httpSystems({ [name]: url })[name]);
      return counted(caseId, `${name} ${request.method}`, () => clients.get(url).request(request));
    },
  };
}

const loaded = await runtime.loadBlueprint(argv[2]);
if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
let deployment = null;
let worker = null;

const handlers = {
  open: async ({ databaseUrl, masterKey, leaseMs, concurrency }) => {
    const systems = { oms: countedSystem("oms"), crm: countedSystem("crm") };
    const log = (level, event, fields) => tell({ kind: "log", level, event, fields });
    deployment = await openDeployment({
      databaseUrl,
      masterKey: Buffer.from(masterKey, "hex"),
      blueprint: loaded.value,
      systems,
      reasoner: rulesReasoner,
      log,
    });
    const world = { ...deployment.world, store: countedStore(deployment.world.store) };
    worker = new Worker(world, { leaseMs, concurrency, pollMs: 50 });
    worker.start();
    const { store } = deployment;
    setInterval(() => void Promise.all([...withheld].map((lease) => store.renew(lease, leaseMs))), leaseMs / 3);
  },
  play: async (message) => {
    for (const [caseId, plan] of Object.entries(message.cases)) cases.set(caseId, plan);
  },
  letGo: async () => {
    isLetGo = true;
    for (const goOn of stopped.values()) goOn();
    stopped.clear();
  },
  stop: async () => {
    await worker?.stop();
    await deployment?.close();
    process.disconnect();
  },
};

process.on("message", (message) => handlers[message.kind](message));
// Whoever started this has gone, and nobody stops it any more.
process.on("disconnect", () => process.exit());
// A sleeping worker keeps no process alive; the channel does.
tell({ kind: "ready", blueprintHash: loaded.value.hash });
